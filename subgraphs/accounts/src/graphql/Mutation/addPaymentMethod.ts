import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const addPaymentMethod: NonNullable<MutationResolvers['addPaymentMethod']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.addPaymentMethod(cause, { makeDefault: false, ...input }));
