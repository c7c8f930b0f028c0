import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const lostTicket: NonNullable<MutationResolvers['lostTicket']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.lostTicket(cause, input));
