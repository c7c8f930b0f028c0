import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const buyPass: NonNullable<MutationResolvers['buyPass']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.buyPass(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PassBought', ...result };
};
