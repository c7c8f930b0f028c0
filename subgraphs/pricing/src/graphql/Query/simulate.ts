import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { QueryResolvers } from '../generated/types.js';
import { planFault, planJson, reductionOf, vehicleOf } from '../inputs.js';
import { invoicedOf, priceOf } from '../prices.js';
import type { Rating } from '@voltpark/rating/rating';

export const simulateCharging: NonNullable<QueryResolvers['simulateCharging']> = async (
  _root,
  { input: { tariff, tariffId = null, tariffVersionId = null, trace } },
  { useCases, cause },
) => {
  const rules = { json: tariff, ruleSetId: tariffId, versionId: tariffVersionId };
  const result = await useCases.simulateCharging(cause, { tariff: rules, trace });
  return isRefusal(result) ? answer(result) : simulated(result.rating);
};

export const simulateParking: NonNullable<QueryResolvers['simulateParking']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const { plan, ratePlanId = null, ratePlanVersionId = null } = input;
  const fault = plan == null ? undefined : planFault(plan);
  if (fault !== undefined) return answer(fault);
  const discount = input.discount ?? null;
  const reduction =
    discount === null ? null : reductionOf(discount.reduction, 'discount.reduction');
  if (reduction !== null && !reduction.ok) return answer(reduction.refusal);
  const result = await useCases.simulateParking(cause, {
    plan: {
      json: plan == null ? null : planJson(plan),
      ruleSetId: ratePlanId,
      versionId: ratePlanVersionId,
    },
    timeZone: input.timeZone,
    from: input.from,
    to: input.to,
    ...vehicleOf(input),
    lostTicket: input.lostTicket ?? false,
    passes: input.passes ?? [],
    sessions: (input.sessions ?? []).map(({ tariff, tariffVersionId = null, trace }) => ({
      tariff: { json: tariff, ruleSetId: null, versionId: tariffVersionId },
      trace,
    })),
    discount:
      reduction === null
        ? null
        : { reduction: reduction.value, appliesTo: discount?.appliesTo ?? 'PARKING' },
  });
  return isRefusal(result) ? answer(result) : simulated(result.rating);
};

const simulated = (rating: Rating) =>
  ({
    __typename: 'PriceSimulated',
    price: priceOf(rating),
    invoiced: invoicedOf(rating),
  }) as const;
