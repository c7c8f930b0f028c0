import { notFound } from '@voltpark/kit/decision';
import { decideSettlement } from '../domain/settle-stay.js';
import { standingOf } from '../domain/visit.js';
import { billVisit, visitOf } from './bill-visit.js';
import { findVisit, mayPayFor, type StayTarget } from './find-visit.js';
import { keyFault } from './key-fault.js';
import type { Cause, Ports } from './ports.js';

/** Settles a stay before leaving: bills it up to now. */
export function settleStay(ports: Ports) {
  const { transact, clock } = ports;
  return async (
    cause: Cause,
    { idempotencyKey, ...target }: StayTarget & { readonly idempotencyKey: string },
  ) => {
    const fault = keyFault(idempotencyKey);
    if (fault !== null) return fault;
    const found = await findVisit(ports, cause, target);
    if ('type' in found) return found;
    const visitId = found.facts.stay.id;
    return transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'settleStay', input: target }, async () => {
        const family = await stores.visits.hold(visitId);
        const visit = family === null ? null : await visitOf(stores, family);
        if (visit === null || !mayPayFor(cause.actor, visit.facts)) {
          return notFound('ParkingSession', target.parkingSessionId ?? target.registration ?? '');
        }
        const now = clock.now();
        const decision = decideSettlement(visit.facts, now);
        if ('refusal' in decision) return decision.refusal;
        const { settlement } = decision;
        await stores.visits.settle(visit.facts.stay.id, settlement);
        const facts = { ...visit.facts, settlement };
        await billVisit(ports, stores, { ...visit, facts, standing: standingOf(facts) }, now);
        return {
          parkingSessionId: facts.stay.id,
          settledUntil: settlement.at.toISOString(),
          leaveBefore: settlement.graceUntil.toISOString(),
        };
      }),
    );
  };
}
