import type { QueryResolvers } from '../generated/types.js';

export const __name__Note: NonNullable<QueryResolvers['__name__Note']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
