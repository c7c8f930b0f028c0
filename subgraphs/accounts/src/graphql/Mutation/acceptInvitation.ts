import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const acceptInvitation: NonNullable<MutationResolvers['acceptInvitation']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.acceptInvitation(cause, input));
