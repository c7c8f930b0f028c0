import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const authorisePayment: NonNullable<MutationResolvers['authorisePayment']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.authorisePayment(cause, input));
