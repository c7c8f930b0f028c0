import type { Resolvers } from './generated/types.js';
import { writeAnalyticsNote } from './Mutation/writeAnalyticsNote.js';
import { analyticsNote } from './Query/analyticsNote.js';
import { analyticsNotes } from './Query/analyticsNotes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { analyticsNote, analyticsNotes },
  Mutation: { writeAnalyticsNote },
  AnalyticsNote: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
