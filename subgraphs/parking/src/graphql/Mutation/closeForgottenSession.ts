import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const closeForgottenSession: NonNullable<
  MutationResolvers['closeForgottenSession']
> = async (_root, { input }, { useCases, cause }) =>
  answer(await useCases.closeForgottenSession(cause, input));
