import type { QueryResolvers } from '../generated/types.js';

export const chargingNote: NonNullable<QueryResolvers['chargingNote']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
