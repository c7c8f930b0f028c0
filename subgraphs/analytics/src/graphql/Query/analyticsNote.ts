import type { QueryResolvers } from '../generated/types.js';

export const analyticsNote: NonNullable<QueryResolvers['analyticsNote']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
