import { userError } from '@voltpark/kit/graphql/errors';
import type { QueryResolvers } from '../generated/types.js';

export const revenueSummary: NonNullable<QueryResolvers['revenueSummary']> = async (
  _root,
  question,
  { useCases, cause },
) => {
  const summary = await useCases.revenue(cause, question);
  if (summary !== null && 'type' in summary) throw userError(summary.message);
  return summary;
};
