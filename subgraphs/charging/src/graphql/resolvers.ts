import type { Resolvers } from './generated/types.js';
import { writeChargingNote } from './Mutation/writeChargingNote.js';
import { chargingNote } from './Query/chargingNote.js';
import { chargingNotes } from './Query/chargingNotes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { chargingNote, chargingNotes },
  Mutation: { writeChargingNote },
  ChargingNote: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
