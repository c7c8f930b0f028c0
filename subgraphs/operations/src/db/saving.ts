import type { EventDraft } from '@voltpark/contracts';
import type { Cause } from '../application/ports.js';
import type { DomainEvent } from '../domain/events.js';
import type { Prisma } from './generated/client.js';

/** The Prisma client or one of its transactions: what reading needs. */
export type Db = Prisma.TransactionClient;

/** How a domain event is published. */
export type Publish = (event: DomainEvent, cause: Cause, at: Date) => EventDraft[];

/** What a transaction's stores need. */
export interface Saving {
  readonly tx: Db;
  readonly cause: Cause;
  readonly now: Date;
  readonly publish: Publish;
  /** Called when events were written: once they are committed, the relay has work. */
  readonly wrote: () => void;
}
