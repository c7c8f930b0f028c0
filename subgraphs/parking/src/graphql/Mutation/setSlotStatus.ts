import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const setSlotStatus: NonNullable<MutationResolvers['setSlotStatus']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.setSlotStatus(cause, input));
