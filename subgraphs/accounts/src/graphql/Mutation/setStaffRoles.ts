import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const setStaffRoles: NonNullable<MutationResolvers['setStaffRoles']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.setStaffRoles(cause, input));
