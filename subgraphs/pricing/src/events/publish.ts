import { pricingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause, DomainEvent } from '../application/ports.js';
import type { RulesAssigned } from '../domain/assignment.js';
import { snapshotOf } from '../domain/discount-snapshot.js';
import type { Discount } from '../domain/discount.js';
import type { Quote } from '../domain/quote.js';
import type { RulesVersioned } from '../domain/rules.js';

const { assignmentChanged, discountChanged, priceQuoted, ruleUpdated, tariffChanged } =
  pricingEvents;

/** What happened, as the rest of Voltpark hears of it. */
export function publish(event: DomainEvent, cause: Cause): EventDraft {
  switch (event.type) {
    case 'RulesVersioned':
      return versioned(event, cause);
    case 'RulesAssigned':
      return assigned(event, cause);
    case 'DiscountSaved':
      return discounted(event.discount, cause);
    case 'PriceQuoted':
      return quoted(event.quote, cause);
    default:
      return unreachable(event);
  }
}

function versioned({ version }: RulesVersioned, cause: Cause): EventDraft {
  const { id: versionId, ruleSetId, number, tenantId, name, createdAt: at } = version;
  const common = {
    versionId,
    number,
    tenantId,
    effectiveFrom: version.effectiveFrom.toISOString(),
  };
  const of = { id: ruleSetId, version: number, tenantId, at };
  if (version.kind === 'TARIFF') {
    const data = { tariffId: ruleSetId, name, ...common, tariff: version.tariff };
    return draftEvent(tariffChanged, data, { type: 'tariff', ...of }, cause);
  }
  const data = { ratePlanId: ruleSetId, ...common, plan: version.plan };
  return draftEvent(ruleUpdated, data, { type: 'rate_plan', ...of }, cause);
}

function assigned({ assignment, version }: RulesAssigned, cause: Cause): EventDraft {
  const { id: assignmentId, tenantId, facilityId, stationId, kind, ruleSetId } = assignment;
  const effectiveFrom = assignment.effectiveFrom.toISOString();
  return draftEvent(
    assignmentChanged,
    { assignmentId, tenantId, facilityId, stationId, kind, targetId: ruleSetId, effectiveFrom },
    { type: 'facility_pricing', id: facilityId, version, tenantId, at: assignment.assignedAt },
    cause,
  );
}

function discounted(discount: Discount, cause: Cause): EventDraft {
  const { id, tenantId, version, updatedAt: at } = discount;
  const data = { ...snapshotOf(discount), tenantId };
  return draftEvent(discountChanged, data, { type: 'discount', id, version, tenantId, at }, cause);
}

function quoted(quote: Quote, cause: Cause): EventDraft {
  const { id, tenantId, facilityId, kind, customerId, rating, quotedAt: at } = quote;
  const data = {
    quoteId: id,
    tenantId,
    facilityId,
    kind,
    customerId,
    currency: rating.currency,
    ...rating.total,
    tariffVersionId: quote.tariffVersionId,
    ratePlanVersionId: quote.ratePlanVersionId,
    expiresAt: quote.expiresAt.toISOString(),
  };
  return draftEvent(priceQuoted, data, { type: 'quote', id, version: 1, tenantId, at }, cause);
}
