import { decideMerge } from '../domain/merge-sessions.js';
import { correctionOf, saveCorrections, sessionCorrected } from './correct-session.js';
import type { Cause, Ports } from './ports.js';

/** Makes one stay of two sessions. */
export function mergeSessions(ports: Ports) {
  return (cause: Cause, input: { sessionId: string; absorbedSessionId: string; reason: string }) =>
    ports.transact(cause, async (stores) => {
      const { sessionId, absorbedSessionId, reason } = input;
      const sessions = await stores.holdSessions([sessionId, absorbedSessionId]);
      const state = {
        session: sessions.get(sessionId) ?? null,
        absorbed: sessions.get(absorbedSessionId) ?? null,
      };
      const correction = {
        ...correctionOf(ports, cause, reason),
        absorbedCorrectionId: ports.newId(),
      };
      const decision = decideMerge(state, { sessionId, absorbedSessionId }, correction);
      if (decision.outcome === 'refused') return decision.refusal;
      await saveCorrections(stores, decision.events);
      return sessionCorrected(sessionId);
    });
}
