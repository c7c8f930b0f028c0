import type { Note } from '../domain/note.js';
import type { Cause, Ports } from './ports.js';

/** Notes of the actor's tenant by id. */
export function notesByIds({ notes }: Ports) {
  return async ({ actor }: Cause, ids: readonly string[]): Promise<Note[]> =>
    actor.tenantId === null ? [] : notes.byIds(ids, actor.tenantId);
}

/** A stretch of the list of notes of the actor's tenant, the latest first. */
export function listNotes({ notes }: Ports) {
  return async (
    { actor }: Cause,
    slice: { readonly limit: number; readonly after: string | null },
  ): Promise<Note[]> => (actor.tenantId === null ? [] : notes.list(slice, actor.tenantId));
}
