import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const acceptOffer: NonNullable<MutationResolvers['acceptOffer']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.acceptOffer(cause, input));
