import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const exchangeApiKey: NonNullable<MutationResolvers['exchangeApiKey']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.exchangeApiKey(cause, input));
