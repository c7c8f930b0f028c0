import { answer } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const issueApiKey: NonNullable<MutationResolvers['issueApiKey']> = async (
  _root,
  { input },
  { useCases, cause },
) => answer(await useCases.issueApiKey(cause, input));
