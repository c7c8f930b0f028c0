import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const snoozeOffer: NonNullable<MutationResolvers['snoozeOffer']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.snoozeOffer(cause, input));
