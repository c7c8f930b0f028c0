import type { QueryResolvers } from '../generated/types.js';

export const reservationsNote: NonNullable<QueryResolvers['reservationsNote']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
