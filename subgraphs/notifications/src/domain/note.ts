import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';

/** Something that somebody wrote down. */
export interface Note {
  readonly id: string;
  readonly tenantId: string;
  readonly text: string;
  readonly writtenAt: Date;
  /** Counts the note's events from 1. */
  readonly version: number;
}

export interface NoteWritten {
  readonly type: 'NoteWritten';
  readonly note: Note;
}
export type NoteEvent = NoteWritten;

export const limits = { textCharacters: 500 } as const;

/** A note is written when there is something in it. Time and id come in as values. */
export function writeNote(
  command: { readonly text: string },
  known: { readonly id: string; readonly tenantId: string; readonly now: Date },
): Decision<NoteEvent, ReturnType<typeof invalidInput>> {
  const text = command.text.trim();
  if (text.length === 0 || text.length > limits.textCharacters) {
    return refused(invalidInput('text', `A note has 1 to ${limits.textCharacters} characters.`));
  }
  const { id, tenantId, now } = known;
  return accepted({
    type: 'NoteWritten',
    note: { id, tenantId, text, writtenAt: now, version: 1 },
  });
}
