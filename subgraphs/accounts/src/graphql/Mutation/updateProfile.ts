import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const updateProfile: NonNullable<MutationResolvers['updateProfile']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.updateProfile(cause, input));
