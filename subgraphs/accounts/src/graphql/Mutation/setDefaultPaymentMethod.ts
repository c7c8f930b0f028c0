import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const setDefaultPaymentMethod: NonNullable<
  MutationResolvers['setDefaultPaymentMethod']
> = async (_root, { input }, { useCases, cause }) =>
  answer(await useCases.setDefaultPaymentMethod(cause, input));
