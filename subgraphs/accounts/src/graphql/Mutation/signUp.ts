import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const signUp: NonNullable<MutationResolvers['signUp']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.signUp(cause, input));
