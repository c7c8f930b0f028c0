import type { QueryResolvers } from '../generated/types.js';

export const chargingSession: NonNullable<QueryResolvers['chargingSession']> = (
  _root,
  { id },
  { loaders },
) => loaders.session.load(id);
