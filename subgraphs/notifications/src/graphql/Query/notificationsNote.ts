import type { QueryResolvers } from '../generated/types.js';

export const notificationsNote: NonNullable<QueryResolvers['notificationsNote']> = (
  _root,
  { id },
  { loaders },
) => loaders.note.load(id);
