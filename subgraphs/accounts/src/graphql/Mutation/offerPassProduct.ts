import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

/** The schema's default once more, as its types do not know that it is always filled in. */
const defaults = { months: 1 } as const;

export const offerPassProduct: NonNullable<MutationResolvers['offerPassProduct']> = async (
  _root,
  { input },
  { useCases, cause },
) => {
  const result = await useCases.offerPassProduct(cause, {
    ...defaults,
    ...input,
    taxPercent: input.taxPercent ?? null,
  });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'PassProductOffered', ...result };
};
