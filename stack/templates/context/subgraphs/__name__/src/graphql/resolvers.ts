import type { Resolvers } from './generated/types.js';
import { write__Name__Note } from './Mutation/write__Name__Note.js';
import { __name__Note } from './Query/__name__Note.js';
import { __name__Notes } from './Query/__name__Notes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { __name__Note, __name__Notes },
  Mutation: { write__Name__Note },
  __Name__Note: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
