import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const signOut: NonNullable<MutationResolvers['signOut']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.signOut(cause, input));
