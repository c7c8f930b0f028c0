import type { QueryResolvers } from '../generated/types.js';

export const operationsNote: NonNullable<QueryResolvers['operationsNote']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
