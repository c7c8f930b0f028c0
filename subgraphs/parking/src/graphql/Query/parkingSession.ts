import type { QueryResolvers } from '../generated/types.js';

export const parkingSession: NonNullable<QueryResolvers['parkingSession']> = (
  _root,
  { id },
  { loaders },
) => loaders.session.load(id);
