import type { Resolvers } from './generated/types.js';
import { writeNotificationsNote } from './Mutation/writeNotificationsNote.js';
import { notificationsNote } from './Query/notificationsNote.js';
import { notificationsNotes } from './Query/notificationsNotes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { notificationsNote, notificationsNotes },
  Mutation: { writeNotificationsNote },
  NotificationsNote: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
