import type { QueryResolvers } from '../generated/types.js';

export const trialBalance: NonNullable<QueryResolvers['trialBalance']> = (
  _root,
  { tenantId, at },
  { useCases, cause },
) => useCases.trialBalance(cause, { tenantId: tenantId ?? null, at: at ?? null });
