import type { QueryResolvers } from '../generated/types.js';

export const device: NonNullable<QueryResolvers['device']> = (_root, { id }, { loaders }) =>
  loaders.device.load(id);
