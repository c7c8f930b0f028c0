import type { EventDraft } from '@voltpark/contracts';
import type { Cause, DomainEvent } from '../application/ports.js';
import type { Prisma } from './generated/client.js';

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
