import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const refreshSession: NonNullable<MutationResolvers['refreshSession']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.refreshSession(cause, input));
