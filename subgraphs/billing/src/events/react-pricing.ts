import { pricingEvents } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { normaliseCode } from '../domain/discount-code.js';
import { takeInAssignment, takeInVersion, type TakingIn } from '../application/take-in.js';

const { assignmentChanged, discountChanged, ruleUpdated, tariffChanged } = pricingEvents;

/** What billing keeps of pricing: versions, which of them counts where, and discounts. */
export function pricingReactions<Tx>(takingIn: (tx: Tx) => TakingIn): Reaction<Tx>[] {
  return [
    on(tariffChanged, ({ data, time }, tx: Tx) => {
      const { versionId: id, tariffId: targetId, number, tenantId, tariff: content } = data;
      const when = { effectiveFrom: new Date(data.effectiveFrom), madeAt: new Date(time) };
      const version = { id, kind: 'TARIFF', targetId, number, tenantId, content, ...when } as const;
      return takeInVersion(takingIn(tx), version);
    }),
    on(ruleUpdated, ({ data, time }, tx: Tx) => {
      const { versionId: id, ratePlanId: targetId, number, tenantId, plan: content } = data;
      const when = { effectiveFrom: new Date(data.effectiveFrom), madeAt: new Date(time) };
      const what = { id, kind: 'RATE_PLAN', targetId, number, tenantId, content } as const;
      return takeInVersion(takingIn(tx), { ...what, ...when });
    }),
    on(assignmentChanged, ({ data, time }, tx: Tx) => {
      const { assignmentId: id, tenantId, facilityId, stationId, kind, targetId } = data;
      const when = { effectiveFrom: new Date(data.effectiveFrom), madeAt: new Date(time) };
      const what = { id, tenantId, facilityId, stationId, kind, targetId };
      return takeInAssignment(takingIn(tx), { ...what, ...when });
    }),
    on(discountChanged, ({ data, aggregateversion: version }, tx: Tx) => {
      const { tenantId, ...content } = data;
      const code = normaliseCode(content.code);
      const what = { id: content.discountId, tenantId, code, content, version };
      return takingIn(tx).known.keepDiscount(what);
    }),
  ];
}
