import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const cancelPass: NonNullable<MutationResolvers['cancelPass']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.cancelPass(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PassCancelled', ...result };
};
