import { notFound } from '@voltpark/kit/decision';
import { discountCodeNotApplicable, obstacleTo } from '../domain/apply-discount.js';
import { normaliseCode } from '../domain/discount-code.js';
import { limits } from '../domain/limits.js';
import { leftAtOf } from '../domain/visit.js';
import { billVisit, visitOf } from './bill-visit.js';
import { findVisit, mayPayFor } from './find-visit.js';
import type { Cause, HeldDiscount, Ports } from './ports.js';

/** Applies a discount to a stay whose vehicle is inside. One that the stay has already counts once. */
export function applyDiscount(ports: Ports) {
  const { transact, clock } = ports;
  return async (
    cause: Cause,
    { parkingSessionId, code }: { readonly parkingSessionId: string; readonly code: string },
  ) => {
    const found = await findVisit(ports, cause, { parkingSessionId, registration: null });
    if ('type' in found) return found;
    return transact(cause, async (stores) => {
      const family = await stores.visits.hold(found.facts.stay.id);
      const visit = family === null ? null : await visitOf(stores, family);
      if (visit === null || !mayPayFor(cause.actor, visit.facts)) {
        return notFound('ParkingSession', parkingSessionId);
      }
      const { stay, facility } = visit.facts;
      if (leftAtOf(visit.facts) !== null) {
        const message = 'The vehicle has left; discounts are applied before that.';
        return { type: 'StayNotOpen', message, parkingSessionId: stay.id } as const;
      }
      const now = clock.now();
      const at = { facilityId: stay.facilityId, currency: facility?.currency ?? '', now };
      const applied = await stores.discounts.appliedTo(visit.family);
      const held = await stores.discounts.holdByCode(stay.tenantId, normaliseCode(code));
      const result = { parkingSessionId: stay.id };
      if (held.some(({ discount }) => applied.includes(discount.discountId))) return result;
      const chosen = choose(held, at);
      if (typeof chosen === 'string') return discountCodeNotApplicable(code, chosen);
      if (applied.length >= limits.discountsPerVisit) {
        return discountCodeNotApplicable(code, 'TOO_MANY');
      }
      await stores.discounts.apply(stay.id, chosen, { actorId: cause.actor.id, at: now });
      const again = await visitOf(stores, visit.family);
      if (again !== null) await billVisit(ports, stores, again, now);
      return result;
    });
  };
}

/** The first of them that counts, or else what stands in the way of the last. */
function choose(held: readonly HeldDiscount[], at: Parameters<typeof obstacleTo>[1]) {
  let obstacle: ReturnType<typeof obstacleTo> = 'UNKNOWN';
  for (const one of held) {
    obstacle = obstacleTo(one, at);
    if (obstacle === null) return one.discount;
  }
  return obstacle ?? 'UNKNOWN';
}
