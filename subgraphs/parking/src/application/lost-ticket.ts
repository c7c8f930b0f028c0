import { decideLostTicket } from '../domain/lost-ticket.js';
import { readRegistration } from '../domain/registration.js';
import { correctionOf, saveCorrections, sessionCorrected } from './correct-session.js';
import type { Cause, Ports } from './ports.js';

/** Notes that the driver of a vehicle inside lost the ticket. */
export function lostTicket(ports: Ports) {
  return async (
    cause: Cause,
    input: { facilityId: string; registration: string; reason: string },
  ) => {
    const read = readRegistration(input.registration);
    if ('refusal' in read) return read.refusal;
    return ports.transact(cause, async (stores) => {
      const { facilityId, reason } = input;
      const session = await stores.holdOpenSession(read.registration.normalised);
      const state = { facility: await stores.facility(facilityId), session };
      const decision = decideLostTicket(state, facilityId, correctionOf(ports, cause, reason));
      if (decision.outcome === 'refused') return decision.refusal;
      await saveCorrections(stores, decision.events);
      if (session === null) throw new Error('A lost ticket is that of a session.');
      return sessionCorrected(session.id);
    });
  };
}
