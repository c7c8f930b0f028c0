import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const refresh: NonNullable<MutationResolvers['refresh']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.refresh(cause, input));
