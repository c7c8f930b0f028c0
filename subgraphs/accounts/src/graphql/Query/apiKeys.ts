import { pageById } from '../paging.js';
import type { QueryResolvers } from '../generated/types.js';

export const apiKeys: NonNullable<QueryResolvers['apiKeys']> = (
  _root,
  { tenantId, ...args },
  { useCases, cause },
) => pageById(args, (slice) => useCases.listApiKeys(cause, tenantId ?? null, slice));
