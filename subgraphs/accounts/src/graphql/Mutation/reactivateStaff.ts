import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const reactivateStaff: NonNullable<MutationResolvers['reactivateStaff']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.reactivateStaff(cause, input));
