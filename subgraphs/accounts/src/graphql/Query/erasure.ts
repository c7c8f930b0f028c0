import type { QueryResolvers } from '../generated/types.js';

export const erasure: NonNullable<QueryResolvers['erasure']> = (_root, { id }, { useCases }) =>
  useCases.readErasure(id);
