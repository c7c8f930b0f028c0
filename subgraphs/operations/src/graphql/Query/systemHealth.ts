import type { QueryResolvers } from '../generated/types.js';

export const systemHealth: NonNullable<QueryResolvers['systemHealth']> = (
  _root,
  _args,
  { useCases },
) => useCases.systemHealth();
