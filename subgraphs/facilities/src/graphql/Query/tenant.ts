import type { QueryResolvers } from '../generated/types.js';

export const tenant: NonNullable<QueryResolvers['tenant']> = (_root, { id }, { loaders }) =>
  loaders.tenant.load(id);
