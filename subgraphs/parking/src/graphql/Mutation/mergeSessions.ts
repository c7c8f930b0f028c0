import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const mergeSessions: NonNullable<MutationResolvers['mergeSessions']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.mergeSessions(cause, input));
