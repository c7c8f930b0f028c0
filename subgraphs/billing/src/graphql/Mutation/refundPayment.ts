import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const refundPayment: NonNullable<MutationResolvers['refundPayment']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.refundPayment(cause, input));
