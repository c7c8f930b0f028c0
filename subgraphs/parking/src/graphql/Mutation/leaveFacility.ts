import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const leaveFacility: NonNullable<MutationResolvers['leaveFacility']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.leaveFacility(cause, input));
