import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const inviteStaff: NonNullable<MutationResolvers['inviteStaff']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.inviteStaff(cause, input));
