import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const deactivateStaff: NonNullable<MutationResolvers['deactivateStaff']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.deactivateStaff(cause, input));
