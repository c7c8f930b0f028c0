import { pageById } from '../paging.js';
import type { QueryResolvers } from '../generated/types.js';

export const passes: NonNullable<QueryResolvers['passes']> = (
  _root,
  { filter, ...args },
  { useCases, cause },
) => {
  const { facilityId, status, validAt } = filter ?? {};
  const wanted = { facilityId, status: status ?? null, instant: validAt ?? null };
  return pageById(args, (slice) => useCases.listPasses(cause.actor, wanted, slice));
};
