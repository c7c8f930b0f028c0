import type { Actor, Discount } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Logger } from '@voltpark/kit/log';
import type { Viewer } from '@voltpark/kit/viewer';
import type { Charge, ChargeEvent, ChargeSource } from '../domain/charge.js';
import type { Invoice, InvoiceEvent, Seller } from '../domain/invoice.js';
import type { MoneyEvent } from '../domain/money-events.js';
import type { RevenueRow } from '../domain/revenue.js';
import type { BillingFacility, Settlement, Stay, VisitFacts } from '../domain/visit.js';
import type { DueSubject, KnownPass, KnownReservation, KnownStore, WorkSubject } from './heard.js';
import type { MoneyReads, MoneyStores } from './money-ports.js';
import type { Desk } from './processor.js';
import type { RevenueQuestion } from './revenue.js';

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
  /** Where money is moved. */
  readonly desk: Desk;
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
  readonly visits: VisitReads;
  readonly work: WorkReads;
  readonly revenue: RevenueReads;
}

export interface RevenueReads {
  facility(id: string): Promise<Pick<BillingFacility, 'tenantId' | 'timeZone' | 'currency'> | null>;
  /** Revenue without tax by period and kind, of local days of the zone; periods without any are left out. */
  rows(question: RevenueQuestion, timeZone: string): Promise<RevenueRow[]>;
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
  readonly visits: VisitStore;
  readonly passes: PassStore;
  readonly reservations: ReservationStore;
  /** What a facility's invoices follow from; null: not heard of. */
  readonly facility: (id: string) => Promise<BillingFacility | null>;
  readonly discounts: DiscountStore;
  readonly known: KnownStore;
  readonly work: WorkStore;
}

/** Discounts within a transaction. */
export interface DiscountStore {
  /** Discounts of a tenant with a code, held. */
  holdByCode(tenantId: string, code: string): Promise<HeldDiscount[]>;
  /** Ids of the discounts that stays have. */
  appliedTo(parkingSessionIds: readonly string[]): Promise<string[]>;
  /** Applies a discount to a stay as it is now and counts its use. */
  apply(
    visitId: string,
    discount: Discount,
    by: { readonly actorId: string; readonly at: Date },
  ): Promise<void>;
}

/** A discount and how many stays it was applied to. */
export interface HeldDiscount {
  readonly discount: Discount;
  readonly uses: number;
}

/** Reservations within a transaction. */
export interface ReservationStore {
  /** Held; null: not heard of, or invoiced already. */
  holdUninvoiced(id: string): Promise<KnownReservation | null>;
  invoiced(id: string, at: Date): Promise<void>;
}

/** Passes within a transaction. */
export interface PassStore {
  /** The pass, the zone in which its invoice is dated, and who sells it, held; null: not heard of. */
  hold(id: string): Promise<{
    readonly pass: KnownPass;
    readonly timeZone: string;
    readonly seller: Seller;
  } | null>;
}

/** Visits within a transaction. */
export interface VisitStore extends VisitReads {
  /**
   * Holds a stay together with all that are merged with it: nobody else bills them until the transaction ends.
   * Gives the ids, the one that is billed for all first; null when the stay was not heard of (yet).
   */
  hold(parkingSessionId: string): Promise<readonly [root: string, ...parts: string[]] | null>;
  /** Notes what a visit waits for; null: nothing. */
  wait(id: string, waitingFor: string | null): Promise<void>;
  /** Notes when the first document of a visit was issued, once. */
  pin(id: string, at: Date): Promise<void>;
  settle(id: string, settlement: Settlement): Promise<void>;
}

export interface VisitReads {
  /** The stay that a stay is billed with: itself, or the one that it was merged into; null when not heard of. */
  billedWith(parkingSessionId: string): Promise<string | null>;
  /** All that was heard and decided of a visit, by the id of the stay that is billed; null: not heard of. */
  facts(id: string): Promise<VisitFacts | null>;
  /** The stay that is inside, by its registration. */
  insideOf(registration: string): Promise<Stay | null>;
  /** By charging session: the stay that it is billed with. Those not heard of are left out. */
  staysOfSessions(chargingSessionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** By stay: the one that it is billed with, itself or another. Those not heard of are left out. */
  billedTogether(parkingSessionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** What is to be looked at. */
export interface WorkStore {
  /** Takes all that was noted of a subject; how many times it was. */
  take(subject: WorkSubject): Promise<number>;
  /** Puts a subject off after it failed. Two workers that failed on the same notes at once count as one attempt. */
  putOff(subject: DueSubject, reason: string, now: Date): Promise<void>;
}

export interface WorkReads {
  /** Subjects that are due, the longest waiting first. */
  due(now: Date, limit: number): Promise<DueSubject[]>;
}

export interface InvoiceStore {
  /** All invoices and credit notes of stays, held, the oldest first. */
  holdOfStays(parkingSessionIds: readonly string[]): Promise<Invoice[]>;
  /** The invoices of a pass, held, the oldest first. */
  holdOfPass(passId: string): Promise<Invoice[]>;
  /** The next number of a series, `INV-2026-000042`; others wait for it until the transaction ends. */
  nextNumber(tenantId: string, series: string): Promise<string>;
  save(events: readonly InvoiceEvent[]): Promise<void>;
}

export interface ChargeStore {
  /** The charges of stays that no later one replaces. */
  currentOf(parkingSessionIds: readonly string[]): Promise<Charge[]>;
  /** The charges of a source that no later one replaces. */
  currentOfSource(sourceType: ChargeSource, sourceId: string): Promise<Charge[]>;
  save(events: readonly ChargeEvent[]): Promise<void>;
}
