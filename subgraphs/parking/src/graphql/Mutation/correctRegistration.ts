import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const correctRegistration: NonNullable<MutationResolvers['correctRegistration']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.correctRegistration(cause, input));
