import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';

export const writeReservationsNote: NonNullable<
  MutationResolvers['writeReservationsNote']
> = async (_root, { input }, { useCases, cause, loaders }) => {
  const result = await useCases.writeNote(cause, input);
  if (isRefusal(result)) return answer(result);
  const note = await loaders.note.load(result.noteId);
  if (note === null) throw new Error(`Note ${result.noteId} was written and is not there.`);
  return { __typename: 'ReservationsNoteWritten', note };
};
