import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import { claimOf, type Claim, type Window } from './booking-window.js';
import { limits } from './limits.js';
import {
  changeUntilOf,
  chargesOf,
  closed,
  freeCancellationUntilOf,
  happened,
  isUpcoming,
  type Reservation,
  type ReservationClosed,
  type ReservationEvent,
} from './reservation.js';

type Step<Refusal = never> = Decision<ReservationEvent, Refusal>;

export interface ReservationNotReady {
  readonly type: 'ReservationNotReady';
  readonly message: string;
  readonly retryAfterMs: number;
}

/** Confirmed once parking has agreed, before the hold expires. Confirmed already, it stays as it is. */
export function decideConfirm(
  reservation: Reservation,
  confirmationCode: string,
  now: Date,
): Step<ReservationClosed | ReservationNotReady> {
  const { status, holdExpiresAt } = reservation;
  if (status === 'CONFIRMED') return accepted();
  if (status !== 'PENDING') return refused(closed(reservation, 'It cannot be confirmed any more.'));
  if (holdExpiresAt !== null && holdExpiresAt <= now) {
    return refused(closed(reservation, 'The hold has expired.'));
  }
  if (reservation.agreement === 'ASKED') {
    return refused({
      type: 'ReservationNotReady',
      message: 'The slot is being made sure of; ask again in a moment.',
      retryAfterMs: limits.agreementWaitMs,
    });
  }
  const change = { status: 'CONFIRMED', confirmationCode, holdExpiresAt: null } as const;
  const charges = chargesOf(reservation, 'BOOKED');
  return accepted(happened('ReservationConfirmed', reservation, { ...change, charges }, now));
}

/** Called off: free while it is pending and until the terms say otherwise, and for their fee afterwards. */
export function decideCancel(
  reservation: Reservation,
  reason: string,
  now: Date,
): Step<ReservationClosed | ReturnType<typeof invalidInput>> {
  const why = reason.trim();
  if (why.length === 0 || why.length > limits.reasonLength) {
    return refused(invalidInput('reason', `Between 1 and ${limits.reasonLength} characters.`));
  }
  if (reservation.status === 'CANCELED') return accepted();
  if (!isUpcoming(reservation)) return refused(closed(reservation, 'It is over.'));
  const isLate = reservation.status === 'CONFIRMED' && now > freeCancellationUntilOf(reservation);
  const charges = isLate ? chargesOf(reservation, 'CANCELED_LATE') : [];
  const change = { status: 'CANCELED', reason: why, holdExpiresAt: null, charges } as const;
  return accepted(happened('ReservationCancelled', reservation, change, now));
}

/** What a change asks of the calendar. */
export type Change = Pick<
  Reservation,
  'registration' | 'customerId' | 'vehicleSize' | 'isElectric'
> &
  Window;

/** Why a reservation cannot be changed now; null: it can. */
export function unchangeable(reservation: Reservation, now: Date): ReservationClosed | null {
  if (!isUpcoming(reservation)) return closed(reservation, 'It is over.');
  if (reservation.windowOpenedAt !== null || now > changeUntilOf(reservation)) {
    return closed(reservation, 'It is too late to change it.');
  }
  return null;
}

/**
 * Another window, vehicle or slot. Parking is asked anew, under a new booking id; what is confirmed stays so: it has
 * its slot already, and is moved on should parking refuse the new one.
 */
export function changed(
  reservation: Reservation,
  change: Change,
  slot: { readonly id: string; readonly number: string },
  made: { readonly bookingId: string; readonly at: Date; readonly reason: string | null },
): ReservationEvent {
  const claim = claimOf(change, reservation.terms);
  const { registration, customerId, vehicleSize, isElectric } = change;
  const after: Partial<Reservation> = {
    ...{ ...claim, registration, customerId, vehicleSize, isElectric },
    ...{ bookingId: made.bookingId, slotId: slot.id, slotNumber: slot.number },
    agreement: 'ASKED',
    holdExpiresAt: heldUntil(reservation.holdExpiresAt, claim),
    windowOpenedAt: null,
    reason: made.reason,
  };
  const priced = { ...reservation, ...after };
  const charges = reservation.status === 'CONFIRMED' ? chargesOf(priced, 'BOOKED') : [];
  return happened('ReservationChanged', reservation, { ...after, charges }, made.at);
}

/** Until when a slot is held for being confirmed: not longer than anybody could still come. Null: it is not held. */
export function heldUntil(until: Date | null, { noShowAt }: Pick<Claim, 'noShowAt'>): Date | null {
  return until !== null && noShowAt < until ? noShowAt : until;
}

/** What time alone does: holds expire, windows open. Whoever comes late in doing so does the same. */
export function decideTime(reservation: Reservation, now: Date): Step {
  const { status, holdExpiresAt, opensAt, noShowAt, windowOpenedAt } = reservation;
  if (status === 'PENDING' && holdExpiresAt !== null && holdExpiresAt <= now) {
    const change = { status: 'EXPIRED', holdExpiresAt: null } as const;
    return accepted(happened('ReservationExpired', reservation, change, now));
  }
  if (status !== 'CONFIRMED') return accepted();
  if (windowOpenedAt === null && opensAt <= now) {
    return accepted(happened('ReservationWindowOpened', reservation, { windowOpenedAt: now }, now));
  }
  const silence = new Date(noShowAt.getTime() + limits.noShowSilenceMs);
  return silence <= now ? decideNoShow(reservation, now) : accepted();
}

/** When time alone does something next; null: never. */
export function attendAtOf(reservation: Reservation): Date | null {
  const { status, holdExpiresAt, opensAt, noShowAt, windowOpenedAt } = reservation;
  if (status === 'PENDING') return holdExpiresAt;
  if (status !== 'CONFIRMED') return null;
  if (windowOpenedAt === null) return opensAt;
  return new Date(noShowAt.getTime() + limits.noShowSilenceMs);
}

/** Nobody came. */
export function decideNoShow(reservation: Reservation, now: Date): Step {
  if (reservation.status !== 'CONFIRMED') return accepted();
  const charges = chargesOf(reservation, 'NO_SHOW');
  const change = { status: 'NO_SHOW', charges } as const;
  return accepted(happened('ReservationNoShow', reservation, change, now));
}

/** The vehicle came. */
export function decideArrival(
  reservation: Reservation,
  stay: { readonly id: string },
  now: Date,
): Step {
  if (reservation.status !== 'CONFIRMED') return accepted();
  const change = { status: 'FULFILLED', parkingSessionId: stay.id } as const;
  return accepted(happened('ReservationFulfilled', reservation, change, now));
}

/** There is no slot for it: nothing is to be paid. */
export function decideReject(reservation: Reservation, reason: string, now: Date): Step {
  if (!isUpcoming(reservation)) return accepted();
  const change = { status: 'REJECTED', reason, holdExpiresAt: null, charges: [] } as const;
  return accepted(happened('ReservationRejected', reservation, change, now));
}
