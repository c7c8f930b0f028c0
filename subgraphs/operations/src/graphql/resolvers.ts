import type { Resolvers } from './generated/types.js';
import { writeOperationsNote } from './Mutation/writeOperationsNote.js';
import { operationsNote } from './Query/operationsNote.js';
import { operationsNotes } from './Query/operationsNotes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { operationsNote, operationsNotes },
  Mutation: { writeOperationsNote },
  OperationsNote: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
