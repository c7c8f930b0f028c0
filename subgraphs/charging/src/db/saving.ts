import type { EventDraft } from '@voltpark/contracts';
import type { Cause } from '../application/ports.js';
import type { DomainEvent } from '../domain/events.js';
import type { Prisma } from './generated/client.js';

/** The Prisma client or one of its transactions: what reading needs. */
export type Db = Prisma.TransactionClient;

/** How a domain event becomes a published one. `at` is when it happened, where the event itself does not say. */
export type Publish = (event: DomainEvent, cause: Cause, at: Date) => EventDraft;

/** What a store needs for saving: the transaction, who caused it, when, and how its events are published. */
export interface Saving {
  readonly tx: Db;
  readonly cause: Cause;
  readonly now: Date;
  readonly publish: Publish;
  /** Called when events were written: once they are committed, the relay has work. */
  readonly wrote: () => void;
}
