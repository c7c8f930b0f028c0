import type { Actor, RatePlan, reservationsEvents, SlotSize } from '@voltpark/contracts';
import type { LiveEvents } from '@voltpark/kit/backbone/port';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Logger } from '@voltpark/kit/log';
import type { Reach } from '@voltpark/kit/reach';
import type { Viewer } from '@voltpark/kit/viewer';
import type { Facility, Window } from '../domain/booking-window.js';
import type { CalendarSlot } from '../domain/calendar.js';
import type { Reservation, ReservationEvent } from '../domain/reservation.js';
import type { BookingTerms, FacilityTerms } from '../domain/terms.js';
import type { KnownStore } from './known.js';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** Who causes what follows from events of other contexts and from time passing. */
export const systemCause: Cause = {
  actor: { kind: 'SYSTEM', id: 'system', roles: [], scopes: [], tenantId: null, customerId: null },
};

/** A facility takes reservations on other terms. */
export interface TermsChanged {
  readonly type: 'TermsChanged';
  readonly terms: FacilityTerms;
  readonly at: Date;
}

/** All that happens in this context. */
export type DomainEvent = ReservationEvent | TermsChanged;

export type IdempotencyKeyReused = Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>;

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  /** A code that nobody guesses, letters and digits that are not taken for each other. */
  readonly newCode: () => string;
  readonly wait: (ms: number) => Promise<void>;
  /** Of many who book at one facility at once, one after the other: those who wait hold no connection meanwhile. */
  readonly inTurn: <Result>(facilityId: string, work: () => Promise<Result>) => Promise<Result>;
  readonly liveEvents: LiveEvents;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

/** A vehicle as its context tells of it. */
export interface KnownVehicle {
  readonly id: string;
  readonly registration: string;
  readonly customerId: string | null;
  readonly size: SlotSize;
  readonly isElectric: boolean;
}

/** A stay that is not over. */
export interface KnownStay {
  readonly id: string;
  readonly facilityId: string;
  readonly slotId: string;
  readonly registration: string;
  readonly enteredAt: Date;
  /** Who came without a reservation has the slot until then at least. */
  readonly promisedUntil: Date;
}

export interface ReservationFilter {
  readonly facilityId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly status?: reservationsEvents.ReservationStatus | null | undefined;
}

/** A stretch of a list, the latest window first. */
export interface Slice {
  readonly limit: number;
  readonly after: readonly [startsAt: Date, id: string] | null;
}

/** The calendar of a facility, and by what it is judged. */
export interface FacilityReads {
  facility(id: string): Promise<Facility | null>;
  /** Those that were set, or the usual ones; null where the facility is not known. */
  terms(facilityId: string): Promise<FacilityTerms | null>;
  /** Every slot with all that keeps it from others from an instant on. @param exceptId a reservation that does not count */
  calendar(facilityId: string, from: Date, exceptId: string | null): Promise<CalendarSlot[]>;
  /** The rate plan in force; null: none. */
  planAt(facilityId: string, at: Date): Promise<RatePlan | null>;
}

export interface Reads extends FacilityReads {
  /** In any order; those that do not exist, or not for this viewer, are left out. */
  byIds(ids: readonly string[], viewer: Viewer): Promise<Reservation[]>;
  byStays(parkingSessionIds: readonly string[], viewer: Viewer): Promise<Reservation[]>;
  list(slice: Slice, filter: ReservationFilter, viewer: Viewer): Promise<Reservation[]>;
  /** Where in the stream the event of a version stands; null: not published yet. */
  streamPosition(reservationId: string, version: number): Promise<number | null>;
  /** Reservations to which time has something to do, the longest overdue first. */
  due(at: Date, limit: number): Promise<string[]>;
}

/** Reading and writing within one transaction. */
export interface Stores extends FacilityReads {
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: {
      readonly idempotencyKey: string;
      readonly operation: string;
      readonly input: unknown;
    },
    run: () => Promise<Result>,
  ) => Promise<Result | IdempotencyKeyReused>;
  /** Whoever books at a facility waits for whoever does so already: what one finds free stays free. */
  holdCalendar(facilityId: string): Promise<void>;
  /** Nobody else books for the vehicle until the transaction ends; the calendar is held before. */
  holdVehicle(registration: string): Promise<void>;
  /** For changing; null when there is none within the viewer's sight. */
  hold(id: string, viewer: Viewer): Promise<Reservation | null>;
  /** Parking has agreed to a booking, if it is still a reservation's. */
  agreed(bookingId: string): Promise<void>;
  /** By the id under which it has its present slot. */
  idOfBooking(bookingId: string): Promise<string | null>;
  /** Confirmed ones of a vehicle at a facility, the earliest window first. */
  confirmedOf(registration: string, facilityId: string): Promise<string[]>;
  /** Whether a vehicle, which is in one place at a time, has another one for a part of a window, anywhere. */
  isElsewhere(registration: string, window: Window, exceptId: string | null): Promise<boolean>;
  /** Number of live ones of a vehicle. */
  liveOf(registration: string): Promise<number>;
  vehicle(registration: string): Promise<KnownVehicle | null>;
  stayOf(registration: string): Promise<KnownStay | null>;
  save(events: readonly ReservationEvent[]): Promise<void>;
  /** The vehicle has left: its slot is kept no longer. */
  endOf(parkingSessionId: string, at: Date): Promise<void>;
  saveTerms(event: TermsChanged, terms: BookingTerms): Promise<void>;
  /** The terms as they are, held for changing. */
  holdTerms(facilityId: string, reach: Reach): Promise<FacilityTerms | null>;
  readonly known: KnownStore;
}
