import type { EventDraft } from '@voltpark/contracts';
import { appendToOutbox } from '@voltpark/kit/backbone/outbox';
import type { Cause, DomainEvent } from '../application/ports.js';
import type { Prisma } from './generated/client.js';

/** The Prisma client or one of its transactions: what reading needs. */
export type Db = Prisma.TransactionClient;

/** How a domain event becomes a published one. */
export type Publish = (event: DomainEvent, cause: Cause) => EventDraft;

/** What a store needs for saving: the transaction, who caused it, and how its events are published. */
export interface Saving {
  readonly tx: Db;
  readonly cause: Cause;
  readonly publish: Publish;
  /** Called when events were written: once they are committed, the relay has work. */
  readonly wrote: () => void;
}

/** Writes the published form of events to the outbox, in the transaction that also writes the state. */
export async function appendEvents(
  { tx, cause, publish, wrote }: Saving,
  events: readonly DomainEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await appendToOutbox(
    tx,
    events.map((event) => publish(event, cause)),
  );
  wrote();
}
