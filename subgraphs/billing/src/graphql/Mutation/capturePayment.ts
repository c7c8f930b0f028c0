import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const capturePayment: NonNullable<MutationResolvers['capturePayment']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.capturePayment(cause, input));
