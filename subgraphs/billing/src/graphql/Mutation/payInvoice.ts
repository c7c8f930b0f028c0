import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const payInvoice: NonNullable<MutationResolvers['payInvoice']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.payInvoice(cause, input));
