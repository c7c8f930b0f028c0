import type { SlotBooking } from '../domain/booking.js';
import type { HoldKind, SlotHold } from '../domain/hold.js';

/** Bookings of slots by reservations. */
export interface BookingStore {
  isKnown(id: string): Promise<boolean>;
  /** The stay of the vehicle that stands in a slot. */
  standingIn(
    slotId: string,
  ): Promise<{ readonly registration: string; readonly enteredAt: Date } | null>;
  /** Bookings of a reservation that are planned or opened. */
  liveOf(reservationId: string): Promise<{ readonly id: string; readonly slotId: string }[]>;
  add(booking: SlotBooking, status: 'PLANNED' | 'REFUSED'): Promise<void>;
  /** From here on a hold keeps the slot, or is refused. */
  open(id: string): Promise<void>;
  end(id: string): Promise<void>;
  /** Forgets those whose window ended before an instant, but for what is still planned. Returns how many. */
  forgetPast(endedBefore: Date, limit: number): Promise<number>;
}

export interface HoldStore {
  /** What became of a request. */
  holdOf(kind: HoldKind, sourceId: string): Promise<SlotHold | null>;
  hold(id: string): Promise<SlotHold | null>;
  /** Holds whose time is up, the longest first. */
  overdue(at: Date, limit: number): Promise<{ readonly id: string; readonly slotId: string }[]>;
  /** False when there is one for the same offer or reservation. */
  add(hold: SlotHold): Promise<boolean>;
  save(hold: SlotHold): Promise<void>;
  /** Forgets those that ended before an instant. Returns how many. */
  forgetPast(endedBefore: Date, limit: number): Promise<number>;
}
