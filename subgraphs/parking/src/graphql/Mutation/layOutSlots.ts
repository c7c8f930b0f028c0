import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const layOutSlots: NonNullable<MutationResolvers['layOutSlots']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.layOutSlots(cause, input));
