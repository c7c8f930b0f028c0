import type { Resolvers } from './generated/types.js';
import { writeReservationsNote } from './Mutation/writeReservationsNote.js';
import { reservationsNote } from './Query/reservationsNote.js';
import { reservationsNotes } from './Query/reservationsNotes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { reservationsNote, reservationsNotes },
  Mutation: { writeReservationsNote },
  ReservationsNote: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
