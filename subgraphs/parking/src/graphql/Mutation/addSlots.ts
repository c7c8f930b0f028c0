import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const addSlots: NonNullable<MutationResolvers['addSlots']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.addSlots(cause, input));
