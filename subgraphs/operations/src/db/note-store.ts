import type { EventDraft } from '@voltpark/contracts';
import { appendToOutbox } from '@voltpark/kit/backbone/outbox';
import type { Cause, DomainEvent, NoteReads, NoteStore } from '../application/ports.js';
import type { Note } from '../domain/note.js';
import type { NoteRow, Prisma } from './generated/client.js';

/** The Prisma client or one of its transactions: what reading needs. */
export type Db = Prisma.TransactionClient;

/** What a store needs for saving: the transaction, who caused it, and how its events are published. */
export interface Saving {
  readonly tx: Db;
  readonly cause: Cause;
  readonly publish: (event: DomainEvent, cause: Cause) => EventDraft;
  /** Called when events were written: once they are committed, the relay has work. */
  readonly wrote: () => void;
}

const stateOf = ({ id, tenantId, text, writtenAt, version }: NoteRow): Note => ({
  id,
  tenantId,
  text,
  writtenAt,
  version,
});

/** Notes, for reading. */
export function noteReads(db: Db): NoteReads {
  return {
    async byIds(ids, tenantId) {
      const rows = await db.noteRow.findMany({ where: { id: { in: [...ids] }, tenantId } });
      return rows.map(stateOf);
    },
    async list({ limit, after }, tenantId) {
      // Ids are UUIDv7: their order is that of writing.
      const rows = await db.noteRow.findMany({
        where: { tenantId, ...(after === null ? {} : { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(stateOf);
    },
  };
}

/** Notes within a transaction: state and outbox rows together. */
export function noteStore({ tx, cause, publish, wrote }: Saving): NoteStore {
  return {
    async save(events) {
      for (const { note } of events) await tx.noteRow.create({ data: note });
      await appendToOutbox(
        tx,
        events.map((event) => publish(event, cause)),
      );
      wrote();
    },
  };
}
