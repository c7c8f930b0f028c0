import type { SlotStatus } from '@voltpark/contracts';
import type { BookingObstacle, SlotBooking } from './booking.js';
import type { HoldObstacle, SlotHold } from './hold.js';
import type { Occupancy, OccupancyMode } from './occupancy.js';
import type { ClosedSession, OpenSession, ParkingSession } from './session.js';
import type { Slot } from './slot.js';

/** A vehicle entered and has its slot. */
export interface VehicleParked {
  readonly type: 'VehicleParked';
  readonly session: OpenSession;
  readonly slot: Slot;
}

/** A vehicle left the slot it had. */
export interface VehicleLeft {
  readonly type: 'VehicleLeft';
  readonly session: ClosedSession;
  readonly slot: Slot;
}

/** A slot has another status. `occupancy` is that of its facility right after it. */
export interface SlotChanged {
  readonly type: 'SlotChanged';
  readonly slot: Slot;
  readonly previous: SlotStatus;
  readonly occupancy: Occupancy;
}

/** A slot that was added, as others hear of it. */
export type LaidOutSlot = Pick<Slot, 'id' | 'number' | 'size' | 'kind' | 'distanceMetres'>;

/** Free slots were added. */
export interface SlotsLaidOut {
  readonly type: 'SlotsLaidOut';
  readonly levelIds: readonly string[];
  readonly slots: readonly LaidOutSlot[];
  readonly occupancy: Occupancy;
}

/** The facility became nearly full, or has room again. */
export interface ThresholdCrossed {
  readonly type: 'ThresholdCrossed';
  readonly taken: number;
  readonly inService: number;
  readonly occupancy: Occupancy;
}

/** The facility's own counter reported. */
export interface FacilityCounted {
  readonly type: 'FacilityCounted';
  readonly mode: OccupancyMode;
  readonly rawFree: number;
  readonly free: number;
  readonly capacity: number | null;
  readonly drift: number | null;
  readonly countedAt: Date;
  readonly occupancy: Occupancy;
}

export type CorrectionKind =
  'REGISTRATION' | 'MERGED_FROM' | 'MERGED_INTO' | 'FORGOTTEN' | 'LOST_TICKET' | 'EXIT_OPENED';

/** What was set right of a stay, by whom and why. */
export interface SessionCorrected {
  readonly type: 'SessionCorrected';
  readonly correctionId: string;
  readonly kind: CorrectionKind;
  readonly before: ParkingSession;
  readonly after: ParkingSession;
  /** The other session of a merge. */
  readonly otherSessionId: string | null;
  readonly reason: string;
  readonly correctedBy: string;
  readonly correctedAt: Date;
}

/** A slot is kept free for one vehicle. */
export interface SlotHeld {
  readonly type: 'SlotHeld';
  readonly hold: SlotHold;
}

/** A slot is not kept for the vehicle for which it was to be. */
export interface HoldRefused {
  readonly type: 'HoldRefused';
  readonly hold: SlotHold;
  readonly reason: HoldObstacle;
}

/** A slot is no longer kept; the hold's status says why. */
export interface HoldEnded {
  readonly type: 'HoldEnded';
  readonly hold: SlotHold;
}

/** A slot's place in the plans of a reservation, or why it has none. */
export interface BookingAnswered {
  readonly type: 'BookingAnswered';
  readonly booking: SlotBooking;
  /** Null: accepted. */
  readonly refusal: BookingObstacle | null;
  readonly at: Date;
}

/** All that happens in this context. */
export type ParkingEvent =
  | VehicleParked
  | VehicleLeft
  | SlotChanged
  | SlotsLaidOut
  | ThresholdCrossed
  | FacilityCounted
  | SessionCorrected
  | SlotHeld
  | HoldRefused
  | HoldEnded
  | BookingAnswered;
