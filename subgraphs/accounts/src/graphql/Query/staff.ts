import { pageById } from '../paging.js';
import type { QueryResolvers } from '../generated/types.js';

export const staff: NonNullable<QueryResolvers['staff']> = (
  _root,
  { tenantId, ...args },
  { useCases, cause },
) => pageById(args, (slice) => useCases.listStaff(cause, tenantId ?? null, slice));
