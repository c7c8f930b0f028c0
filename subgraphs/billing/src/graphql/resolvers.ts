import type { Resolvers } from './generated/types.js';
import { writeBillingNote } from './Mutation/writeBillingNote.js';
import { billingNote } from './Query/billingNote.js';
import { billingNotes } from './Query/billingNotes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { billingNote, billingNotes },
  Mutation: { writeBillingNote },
  BillingNote: {
    __resolveReference: ({ id }, { loaders }) => loaders.note.load(id),
  },
};
