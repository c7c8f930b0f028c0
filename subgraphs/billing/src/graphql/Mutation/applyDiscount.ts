import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const applyDiscount: NonNullable<MutationResolvers['applyDiscount']> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const result = await useCases.applyDiscount(cause, input);
  if (isRefusal(result)) {
    if (result.type !== 'StayNotOpen') return answer(result);
    const [latest] = await useCases.payableOfStay(cause, result.parkingSessionId);
    return { __typename: result.type, message: result.message, latestInvoice: latest ?? null };
  }
  return {
    __typename: 'DiscountApplied',
    parkingSession: { id: result.parkingSessionId },
    estimate: await loaders.estimate.load(result.parkingSessionId),
  };
};
