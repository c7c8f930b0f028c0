import { operationsEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import type { Cause, DomainEvent } from '../application/ports.js';

/** What happened, as the rest of Voltpark hears of it. */
export function publish({ note }: DomainEvent, cause: Cause): EventDraft {
  const { id, tenantId, writtenAt: at, version } = note;
  const of = { type: 'note', id, version, tenantId, at };
  return draftEvent(operationsEvents.noteWritten, { noteId: id, tenantId }, of, cause);
}
