import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const changePassword: NonNullable<MutationResolvers['changePassword']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.changePassword(cause, input));
