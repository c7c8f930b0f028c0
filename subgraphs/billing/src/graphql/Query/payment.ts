import type { QueryResolvers } from '../generated/types.js';

export const payment: NonNullable<QueryResolvers['payment']> = (_root, { id }, { loaders }) =>
  loaders.payment.load(id);
