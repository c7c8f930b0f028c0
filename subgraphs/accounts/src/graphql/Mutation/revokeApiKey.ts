import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const revokeApiKey: NonNullable<MutationResolvers['revokeApiKey']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.revokeApiKey(cause, input));
