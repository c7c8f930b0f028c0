import { accepted, type Decision } from '@voltpark/kit/decision';
import type { BookingAnswered } from './events.js';
import type { SlotHold } from './hold.js';
import { limits } from './limits.js';
import type { Slot } from './slot.js';

/** A slot's place in the plans of a reservation. */
export interface SlotBooking {
  /** Given by reservations; another one whenever the reservation gets another slot or window. */
  readonly id: string;
  readonly reservationId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly slotId: string;
  /** From when on and until when nobody else is promised the slot. */
  readonly from: Date;
  readonly until: Date;
}

/** Why a slot cannot be booked. */
export type BookingObstacle =
  'UNKNOWN_SLOT' | 'OUT_OF_SERVICE' | 'PROMISED_TO_ANOTHER' | 'KEPT_FOR_ANOTHER';

/** Until when whoever enters without a reservation has the slot at least. */
export const promisedUntil = (enteredAt: Date): Date =>
  new Date(enteredAt.getTime() + limits.walkInPromiseMs);

/** All that the decision looks at; the slot is held. */
export interface BookingState {
  readonly slot: Slot | null;
  /** The stay of the vehicle that stands in the slot. */
  readonly standing: { readonly registration: string; readonly enteredAt: Date } | null;
  /** What keeps the slot now. */
  readonly hold: SlotHold | null;
}

/**
 * Whether a slot may be booked from an instant on: unless it is promised beyond that to somebody who is here. Which
 * bookings go together is for reservations to say; what is said at the barrier is for parking.
 */
export function decideBooking(
  state: BookingState,
  booking: SlotBooking,
  registration: string,
  at: Date,
): Decision<BookingAnswered, never> {
  const refusal = obstacleTo(state, booking, registration, at);
  return accepted({ type: 'BookingAnswered', booking, refusal, at });
}

function obstacleTo(
  { slot, standing, hold }: BookingState,
  { from, facilityId }: SlotBooking,
  registration: string,
  now: Date,
): BookingObstacle | null {
  if (slot?.facilityId !== facilityId) return 'UNKNOWN_SLOT';
  if (slot.status === 'MAINTENANCE') return 'OUT_OF_SERVICE';
  const isOwn = standing?.registration === registration;
  if (standing !== null && !isOwn) {
    // Who stands there may stay longer than was promised; a slot that is to be kept from now on is to be free now.
    if (from <= now || promisedUntil(standing.enteredAt) > from) return 'PROMISED_TO_ANOTHER';
  }
  return hold !== null && hold.until > from ? 'KEPT_FOR_ANOTHER' : null;
}
