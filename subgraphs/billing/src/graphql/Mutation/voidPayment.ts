import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const voidPayment: NonNullable<MutationResolvers['voidPayment']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.voidPayment(cause, input));
