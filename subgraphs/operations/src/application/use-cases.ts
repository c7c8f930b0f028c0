import type { Ports } from './ports.js';
import { listNotes, notesByIds } from './read-notes.js';
import { writeNote } from './write-note.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    writeNote: writeNote(ports),
    notesByIds: notesByIds(ports),
    listNotes: listNotes(ports),
  };
}
