import type { Actor } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Logger } from '@voltpark/kit/log';
import type { Charge, ChargeEvent } from '../domain/charge.js';
import type { Invoice, InvoiceEvent } from '../domain/invoice.js';
import type { MoneyEvent } from '../domain/money-events.js';
import type { MoneyReads, MoneyStores } from './money-ports.js';
import type { Viewer } from './viewer.js';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** Who causes what follows from events of other contexts and from time passing. */
export const systemCause: Cause = {
  actor: {
    kind: 'SYSTEM',
    id: 'system',
    roles: [],
    scopes: [],
    tenantId: null,
    customerId: null,
  },
};

/** All that happens in this context. */
export type DomainEvent = InvoiceEvent | ChargeEvent | MoneyEvent;

export type IdempotencyKeyReused = Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>;

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Logger;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

/** A stretch of a list: at most `limit` rows behind the sort key `after`. */
export interface Slice<Key> {
  readonly limit: number;
  readonly after: Key | null;
}

/** Criteria of a list of invoices; null does not matter. */
export interface InvoiceCriteria {
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly parkingSessionId: string | null;
}

/** Reads. Those that take a viewer leave out what the viewer may not see. */
export interface Reads extends MoneyReads {
  readonly invoices: InvoiceReads;
}

export interface InvoiceReads {
  /** In any order. */
  byIds(ids: readonly string[], viewer: Viewer): Promise<Invoice[]>;
  /** The latest first. */
  find(
    criteria: InvoiceCriteria,
    slice: Slice<readonly [createdAt: Date, id: string]>,
    viewer: Viewer,
  ): Promise<Invoice[]>;
  /** All of these stays, the latest first: drafts, invoices and credit notes. */
  ofStays(parkingSessionIds: readonly string[], viewer: Viewer): Promise<Invoice[]>;
}

/**
 * Reading and writing within one transaction. What is held stays as it is until the transaction ends. Hold in this
 * order, so that no two transactions wait for each other: visit, invoices by id, payments by id, counters.
 */
export interface Stores extends MoneyStores {
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: {
      readonly idempotencyKey: string;
      readonly operation: string;
      readonly input: unknown;
    },
    run: () => Promise<Result>,
  ) => Promise<Result | IdempotencyKeyReused>;
  readonly invoices: InvoiceStore;
  readonly charges: ChargeStore;
}

export interface InvoiceStore {
  /** All invoices and credit notes of a stay, held, the oldest first. */
  holdOfStay(parkingSessionId: string): Promise<Invoice[]>;
  /** The next number of a series, `INV-2026-000042`; others wait for it until the transaction ends. */
  nextNumber(tenantId: string, series: string): Promise<string>;
  save(events: readonly InvoiceEvent[]): Promise<void>;
}

export interface ChargeStore {
  /** The charges of a stay that no later one replaces. */
  currentOf(parkingSessionId: string): Promise<Charge[]>;
  save(events: readonly ChargeEvent[]): Promise<void>;
}
