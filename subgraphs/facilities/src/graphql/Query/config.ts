import type { QueryResolvers } from '../generated/types.js';

export const config: NonNullable<QueryResolvers['config']> = (
  _root,
  { scope, scopeId },
  { useCases, cause },
) => useCases.readConfig(cause, scope, scopeId);
