import type { QueryResolvers } from '../generated/types.js';

export const chargingQueueEntry: NonNullable<QueryResolvers['chargingQueueEntry']> = (
  _root,
  { id },
  { loaders },
) => loaders.queueEntry.load(id);
