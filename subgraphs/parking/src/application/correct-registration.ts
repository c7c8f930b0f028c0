import { decideCorrectRegistration } from '../domain/correct-registration.js';
import { readRegistration } from '../domain/registration.js';
import { correctionOf, saveCorrections, sessionCorrected } from './correct-session.js';
import type { Cause, Ports } from './ports.js';

/** Gives a stay the registration that was misread. */
export function correctRegistration(ports: Ports) {
  return async (
    cause: Cause,
    input: { sessionId: string; registration: string; reason: string },
  ) => {
    const read = readRegistration(input.registration);
    if ('refusal' in read) return read.refusal;
    const { normalised } = read.registration;
    return ports.transact(cause, async (stores) => {
      const { sessionId, reason } = input;
      const sessions = await stores.holdSessions([sessionId]);
      const state = {
        session: sessions.get(sessionId) ?? null,
        openSession: await stores.openSession(normalised),
        customerId: await stores.customerOf(normalised),
      };
      const correction = correctionOf(ports, cause, reason);
      const decision = decideCorrectRegistration(state, sessionId, read.registration, correction);
      if (decision.outcome === 'refused') return decision.refusal;
      await saveCorrections(stores, decision.events);
      return sessionCorrected(sessionId);
    });
  };
}
