import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const signIn: NonNullable<MutationResolvers['signIn']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.signIn(cause, input));
