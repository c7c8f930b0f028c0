import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const setConsent: NonNullable<MutationResolvers['setConsent']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.setConsent(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'ConsentSet', ...result };
};
