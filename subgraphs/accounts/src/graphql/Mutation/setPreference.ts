import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const setPreference: NonNullable<MutationResolvers['setPreference']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.setPreference(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PreferenceSet', ...result };
};
