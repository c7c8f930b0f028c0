import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const linkIdentity: NonNullable<MutationResolvers['linkIdentity']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.linkIdentity(cause, input));
