import type { QueryResolvers } from '../generated/types.js';

export const reservation: NonNullable<QueryResolvers['reservation']> = (
  _root,
  { id },
  { loaders },
) => loaders.reservation.load(id);
