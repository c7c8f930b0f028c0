import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const requestErasure: NonNullable<MutationResolvers['requestErasure']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.requestErasure(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'ErasureRequested', ...result };
};
