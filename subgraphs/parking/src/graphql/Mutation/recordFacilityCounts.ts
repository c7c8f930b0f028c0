import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const recordFacilityCounts: NonNullable<MutationResolvers['recordFacilityCounts']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.recordFacilityCounts(cause, input));
