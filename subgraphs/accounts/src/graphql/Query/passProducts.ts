import { pageById } from '../paging.js';
import type { QueryResolvers } from '../generated/types.js';

export const passProducts: NonNullable<QueryResolvers['passProducts']> = (
  _root,
  { tenantId, facilityId, includeWithdrawn, ...args },
  { useCases, cause },
) => {
  const filter = { tenantId: tenantId ?? null, facilityId: facilityId ?? null, includeWithdrawn };
  return pageById(args, (slice) => useCases.listPassProducts(cause, filter, slice));
};
