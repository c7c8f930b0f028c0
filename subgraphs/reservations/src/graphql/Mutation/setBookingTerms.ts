import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const setBookingTerms: NonNullable<MutationResolvers['setBookingTerms']> = async (
  _root,
  { input: { facilityId, ...input } },
  { useCases, cause, loaders },
) => {
  const terms = { ...input, taxPercent: input.taxPercent ?? null };
  const result = await useCases.setBookingTerms(cause, facilityId, terms);
  if (isRefusal(result)) return answer(result);
  const set = await loaders.terms.clear(facilityId).load(facilityId);
  if (set === null) throw new Error(`The terms of ${facilityId} were set and are not there.`);
  return { __typename: 'BookingTermsSet', terms: set };
};
