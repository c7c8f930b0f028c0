import type { QueryResolvers } from '../generated/types.js';

export const estimate: NonNullable<QueryResolvers['estimate']> = (
  _root,
  { parkingSessionId },
  { loaders },
) => loaders.estimate.load(parkingSessionId);
