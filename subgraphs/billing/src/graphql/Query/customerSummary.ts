import type { QueryResolvers } from '../generated/types.js';

export const customerSummary: NonNullable<QueryResolvers['customerSummary']> = async (
  _root,
  { customerId },
  { useCases, cause },
) => {
  const whose = customerId ?? cause.actor.customerId;
  return whose === null ? [] : useCases.customerSummary(cause, whose);
};
