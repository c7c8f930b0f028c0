import { pageById } from '../paging.js';
import type { QueryResolvers } from '../generated/types.js';

export const searchVehicles: NonNullable<QueryResolvers['searchVehicles']> = (
  _root,
  { filter, ...args },
  { useCases, cause },
) => {
  const criteria = {
    type: filter?.type ?? undefined,
    isElectric: filter?.isElectric ?? undefined,
    status: filter?.status ?? undefined,
    registrationPrefix: filter?.registrationPrefix ?? undefined,
  };
  return pageById(args, (slice) => useCases.searchVehicles(cause, criteria, slice));
};
