import type { Actor, SlotKind, SlotSize, SlotStatus } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { FacilityWithRoom } from '../domain/alternative.js';
import type { ExitTerms } from '../domain/exit.js';
import type { ParkingEvent, SessionCorrected, VehicleLeft } from '../domain/events.js';
import type { Facility } from '../domain/facility.js';
import type { SlotHold } from '../domain/hold.js';
import type { PlannedSlot } from '../domain/layout.js';
import type { LeaveState, LeaveTarget } from '../domain/leave.js';
import type { Occupancy } from '../domain/occupancy.js';
import type { ParkingGranted, ParkState } from '../domain/park.js';
import type { OpenSession, ParkingSession } from '../domain/session.js';
import type { Slot, SlotClass, VehicleNeeds } from '../domain/slot.js';
import type { BookingStore, HoldStore } from './booking-port.js';
import type { KnownStore } from './known.js';
import type { Viewer } from '@voltpark/kit/viewer';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly newId: () => string;
  /** The cause of what happens by itself. */
  readonly system: Cause;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** Entry and exit: one statement to look, one to act. */
  readonly gate: Gate;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

export type IdempotencyKeyReused = Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>;

/** A request that is granted at most once. */
export interface OnceRequest {
  readonly idempotencyKey: string;
  readonly operation: string;
  readonly input: unknown;
}

/** What was granted under the same key before, if anything. */
export type Earlier =
  | { readonly earlier: 'NONE' }
  | { readonly earlier: 'SAME'; readonly sessionId: string }
  | { readonly earlier: 'OTHER' };

/**
 * The hot path. Grants are remembered by their idempotency key within the statement that makes them; a refusal
 * has no effect and is not remembered, so that a gate may try again with the same key.
 */
export interface Gate {
  loadPark(
    cause: Cause,
    once: OnceRequest,
    of: {
      readonly facilityId: string;
      readonly registration: string;
      readonly slotId: string | null;
      /** Slots that are booked before then are not for those who come without a reservation. */
      readonly promisedUntil: Date;
    },
  ): Promise<ParkState & Earlier>;
  /**
   * Begins the stay in the nearest free slot of the class, or in the slot that is named. Null when somebody else
   * was faster in any respect: nothing has happened, and the caller decides anew.
   * @param patient wait for those who are at it instead of passing by the slots they look at
   */
  park(
    cause: Cause,
    once: OnceRequest,
    grant: ParkingGranted,
    patient: boolean,
  ): Promise<{ readonly session: OpenSession; readonly slot: Slot } | null>;
  loadLeave(cause: Cause, once: OnceRequest, target: LeaveTarget): Promise<LeaveState & Earlier>;
  /** Ends the stay and frees its slot. False when the session changed meanwhile. */
  leave(cause: Cause, once: OnceRequest, left: VehicleLeft): Promise<boolean>;
  /** Facilities with a free slot of one of the classes, about the nearest first. */
  withRoom(
    from: Facility,
    classes: readonly SlotClass[],
    limit: number,
  ): Promise<FacilityWithRoom[]>;
}

/** A stretch of a list: at most `limit` rows behind the sort key `after`. */
export interface Slice<Key> {
  readonly limit: number;
  readonly after: Key | null;
}

export interface Level {
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly ordinal: number;
}

/** How full a facility is, beside what is known of it. */
export interface FacilityOccupancy {
  readonly facility: Facility;
  readonly occupancy: Occupancy;
}

/** Numbers of a level's slots, as arrays by class. */
export type LevelCounts = Pick<Occupancy, 'free' | 'occupied' | 'reserved' | 'maintenance'>;

/** Criteria of a list of sessions; null does not matter. */
export interface SessionCriteria {
  readonly facilityId: string | null;
  readonly open: boolean | null;
  readonly registration: string | null;
  readonly colour: string | null;
  readonly make: string | null;
}

/** Criteria of a list of slots; null does not matter. */
export interface SlotCriteria {
  readonly facilityId: string;
  readonly colour: string | null;
  readonly status: SlotStatus | null;
  readonly kind: SlotKind | null;
  readonly size: SlotSize | null;
  readonly levelId: string | null;
}

/** Reads. Those that take a viewer leave out what the viewer may not see. */
export interface Reads {
  facilities(ids: readonly string[]): Promise<Facility[]>;
  /** What facilities ask at their exits, by facility. */
  exitTerms(facilityIds: readonly string[]): Promise<ReadonlyMap<string, ExitTerms>>;
  /** Slots that are kept for vehicles, of those holds. */
  holds(ids: readonly string[]): Promise<SlotHold[]>;
  occupancies(facilityIds: readonly string[]): Promise<Occupancy[]>;
  levels(ids: readonly string[]): Promise<Level[]>;
  levelsOf(facilityIds: readonly string[]): Promise<Level[]>;
  levelCounts(levelIds: readonly string[]): Promise<ReadonlyMap<string, LevelCounts>>;
  slots(ids: readonly string[]): Promise<Slot[]>;
  findSlots(criteria: SlotCriteria, slice: Slice<string>, viewer: Viewer): Promise<Slot[]>;
  sessions(ids: readonly string[], viewer: Viewer): Promise<ParkingSession[]>;
  /** Open sessions of registrations. */
  openSessions(registrations: readonly string[], viewer: Viewer): Promise<ParkingSession[]>;
  findSessions(
    criteria: SessionCriteria,
    slice: Slice<readonly [enteredAt: Date, id: string]>,
    viewer: Viewer,
  ): Promise<ParkingSession[]>;
  /** Registrations that parking has ever heard of, of those given. */
  knownRegistrations(registrations: readonly string[]): Promise<ReadonlySet<string>>;
  /** The latest first. */
  corrections(sessionId: string, slice: Slice<string>, viewer: Viewer): Promise<KeptCorrection[]>;
  /** Sequence in the stream of the event that made this version of a facility's occupancy; null while unpublished. */
  streamPosition(facilityId: string, version: number): Promise<number | null>;
}

/** A correction as the audit trail keeps it. */
export interface KeptCorrection extends Pick<
  SessionCorrected,
  'kind' | 'reason' | 'correctedBy' | 'otherSessionId'
> {
  readonly id: string;
  readonly sessionId: string;
  readonly at: Date;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/**
 * Reading and writing within one transaction. What is held stays as it is until the transaction ends. Hold in
 * this order, so that no two transactions wait for each other: sessions by id, slot, occupancy. A hold of a slot
 * needs no lock of its own: it changes under that of its slot.
 */
export interface Stores {
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: OnceRequest,
    run: () => Promise<Result>,
  ) => Promise<Result | IdempotencyKeyReused>;
  facility(id: string): Promise<Facility | null>;
  customerOf(registration: string): Promise<string | null>;
  /** What is registered of a vehicle; null when nobody registered it. */
  vehicleNeeds(registration: string): Promise<VehicleNeeds | null>;
  holdSessions(ids: readonly string[]): Promise<ReadonlyMap<string, ParkingSession>>;
  holdOpenSession(registration: string): Promise<OpenSession | null>;
  openSession(registration: string): Promise<OpenSession | null>;
  holdSlot(id: string): Promise<Slot | null>;
  holdOccupancy(facilityId: string): Promise<Occupancy | null>;
  saveSession(session: ParkingSession): Promise<void>;
  saveSlot(slot: Slot): Promise<void>;
  saveOccupancy(occupancy: Occupancy): Promise<void>;
  saveCorrection(correction: SessionCorrected): Promise<void>;
  readonly holds: HoldStore;
  readonly bookings: BookingStore;
  readonly layout: LayoutStore;
  readonly counts: CountStore;
  readonly known: KnownStore;
  /** Writes what happened to the outbox, in order. */
  publish(events: readonly ParkingEvent[]): Promise<void>;
}

export interface LayoutStore {
  level(id: string): Promise<Level | null>;
  levelNames(facilityId: string): Promise<ReadonlySet<string>>;
  /** Those of the numbers that the facility has already. */
  takenNumbers(facilityId: string, numbers: readonly string[]): Promise<ReadonlySet<string>>;
  addLevel(level: Level): Promise<void>;
  addSlots(level: Level, slots: readonly (PlannedSlot & { readonly id: string })[]): Promise<void>;
}

export interface CountStore {
  /** Facilities by id, and by external id where it means one: within the tenant, or in the whole network. */
  facilitiesNamed(
    names: { readonly ids: readonly string[]; readonly externalIds: readonly string[] },
    tenantId: string | null,
  ): Promise<{
    readonly byId: ReadonlyMap<string, Facility>;
    readonly byExternalId: ReadonlyMap<string, Facility>;
  }>;
  /** By facility; in the order of their ids, so that two batches do not wait for each other. */
  holdOccupancies(facilityIds: readonly string[]): Promise<ReadonlyMap<string, Occupancy>>;
  /** What was recorded for these instants: free places by epoch milliseconds, by facility. */
  recorded(
    of: readonly { readonly facilityId: string; readonly at: Date }[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>>;
  record(
    readings: readonly { readonly facilityId: string; readonly at: Date; readonly free: number }[],
    by: { readonly actorId: string; readonly at: Date },
  ): Promise<void>;
  /** Saves of occupancies what readings change of them. */
  saveCounted(occupancies: readonly Occupancy[]): Promise<void>;
}
