import type { QueryResolvers } from '../generated/types.js';

export const pricingNote: NonNullable<QueryResolvers['pricingNote']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
