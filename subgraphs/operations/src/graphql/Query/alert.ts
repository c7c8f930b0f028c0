import type { QueryResolvers } from '../generated/types.js';

export const alert: NonNullable<QueryResolvers['alert']> = (_root, { id }, { loaders }) =>
  loaders.alert.load(id);
