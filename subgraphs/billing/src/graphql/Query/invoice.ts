import type { QueryResolvers } from '../generated/types.js';

export const invoice: NonNullable<QueryResolvers['invoice']> = (_root, { id }, { loaders }) =>
  loaders.invoice.load(id);
