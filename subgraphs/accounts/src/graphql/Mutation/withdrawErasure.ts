import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const withdrawErasure: NonNullable<MutationResolvers['withdrawErasure']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.withdrawErasure(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'ErasureWithdrawn', ...result };
};
