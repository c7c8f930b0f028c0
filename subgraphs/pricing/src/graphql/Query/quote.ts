import type { QueryResolvers } from '../generated/types.js';

export const quote: NonNullable<QueryResolvers['quote']> = (_root, { id }, { loaders }) =>
  loaders.quote.load(id);
