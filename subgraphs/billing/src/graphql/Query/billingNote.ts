import type { QueryResolvers } from '../generated/types.js';

export const billingNote: NonNullable<QueryResolvers['billingNote']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
