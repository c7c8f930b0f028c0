import { __name__Events, type EventDraft } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import type { Cause, DomainEvent } from '../application/ports.js';

/** What happened, as the rest of Voltpark hears of it. */
export function publish({ note }: DomainEvent, { actor, traceparent }: Cause): EventDraft {
  const { id, tenantId, writtenAt, version } = note;
  return {
    id: newId(),
    type: __name__Events.noteWritten.type,
    key: id,
    aggregateType: 'note',
    aggregateId: id,
    aggregateVersion: version,
    data: { noteId: id, tenantId },
    occurredAt: writtenAt,
    tenantId,
    actorId: actor.id,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
