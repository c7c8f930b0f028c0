import { notPermitted } from '@voltpark/kit/decision';
import { writeNote as decide } from '../domain/note.js';
import type { Cause, Ports } from './ports.js';

export interface WriteNoteCommand {
  readonly idempotencyKey: string;
  readonly text: string;
}

/** Writes a note for the actor's tenant. */
export function writeNote({ transact, clock, newId }: Ports) {
  return async (cause: Cause, { idempotencyKey, ...input }: WriteNoteCommand) => {
    const { tenantId } = cause.actor;
    if (tenantId === null) return notPermitted('Notes are for the staff of a tenant.');
    return transact(cause, ({ notes, once }) =>
      once({ idempotencyKey, operation: 'writeNotificationsNote', input }, async () => {
        const id = newId();
        const decision = decide(input, { id, tenantId, now: clock.now() });
        if (decision.outcome === 'refused') return decision.refusal;
        await notes.save(decision.events);
        return { noteId: id };
      }),
    );
  };
}
