import type { QueryResolvers } from '../generated/types.js';

export const facility: NonNullable<QueryResolvers['facility']> = (_root, { id }, { loaders }) =>
  loaders.facility.load(id);
