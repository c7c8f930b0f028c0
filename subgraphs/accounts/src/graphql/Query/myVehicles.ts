import { pageById } from '../paging.js';
import type { QueryResolvers } from '../generated/types.js';

export const myVehicles: NonNullable<QueryResolvers['myVehicles']> = (
  _root,
  args,
  { useCases, cause },
) => pageById(args, (slice) => useCases.listMyVehicles(cause, slice));
