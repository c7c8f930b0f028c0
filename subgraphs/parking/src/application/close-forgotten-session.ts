import { decideCloseForgotten } from '../domain/close-forgotten-session.js';
import { correctionOf, sessionCorrected } from './correct-session.js';
import type { Cause, Ports } from './ports.js';
import { saveExit } from './save-exit.js';

/** Closes a session whose vehicle left unseen, and frees its slot. */
export function closeForgottenSession(ports: Ports) {
  return (cause: Cause, input: { sessionId: string; leftAt: Date; reason: string }) =>
    ports.transact(cause, async (stores) => {
      const { sessionId, leftAt, reason } = input;
      const session = (await stores.holdSessions([sessionId])).get(sessionId) ?? null;
      const slot = session === null ? null : await stores.holdSlot(session.slotId);
      const occupancy = session === null ? null : await stores.holdOccupancy(session.facilityId);
      const correction = correctionOf(ports, cause, reason);
      const state = { session, slot, occupancy };
      const decision = decideCloseForgotten(state, sessionId, leftAt, correction);
      if (decision.outcome === 'refused') return decision.refusal;
      for (const closed of decision.events) await saveExit(stores, closed);
      return sessionCorrected(sessionId);
    });
}
