import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const leave: NonNullable<MutationResolvers['leave']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.leave(cause, input));
