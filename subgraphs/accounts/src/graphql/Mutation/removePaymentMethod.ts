import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const removePaymentMethod: NonNullable<MutationResolvers['removePaymentMethod']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.removePaymentMethod(cause, input));
