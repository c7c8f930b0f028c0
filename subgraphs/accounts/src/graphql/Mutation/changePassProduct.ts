import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const changePassProduct: NonNullable<MutationResolvers['changePassProduct']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const { passProductId, taxPercent, ...given } = input;
  const change = {
    name: given.name ?? undefined,
    facilityIds: given.facilityIds ?? undefined,
    price: given.price ?? undefined,
    months: given.months ?? undefined,
    isOnSale: given.isOnSale ?? undefined,
    // Here alone null says something: no rate of tax.
    taxPercent,
  };
  const result = await useCases.changePassProduct(cause, { passProductId, ...change });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PassProductChanged', ...result };
};
