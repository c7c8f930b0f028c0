import type { Resolvers } from './generated/types.js';
import { writePricingNote } from './Mutation/writePricingNote.js';
import { pricingNote } from './Query/pricingNote.js';
import { pricingNotes } from './Query/pricingNotes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { pricingNote, pricingNotes },
  Mutation: { writePricingNote },
  PricingNote: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
