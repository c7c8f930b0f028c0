import type { QueryResolvers } from '../generated/types.js';

export const station: NonNullable<QueryResolvers['station']> = (_root, { id }, { loaders }) =>
  loaders.station.load(id);
