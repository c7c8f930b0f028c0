import { isWithinOpeningHours, type Schedule } from '@voltpark/contracts/opening-times';
import { Temporal } from 'temporal-polyfill';
import type { BookingTerms } from './terms.js';

/** From an instant to another, which is not a part of it. */
export interface Window {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What booking a window does to a slot. */
export interface Claim extends Window {
  /** From here on the slot is nobody else's, and the vehicle is let in. */
  readonly opensAt: Date;
  readonly noShowAt: Date;
  /** Until here the slot is nobody else's. */
  readonly keptUntil: Date;
}

/** What reservations know of a facility. */
export interface Facility extends Schedule {
  readonly id: string;
  readonly tenantId: string;
  readonly currency: string;
  readonly evPolicy: 'STRICT' | 'LENIENT';
  readonly status: 'ACTIVE' | 'INACTIVE' | 'MAINTENANCE';
}

export interface OutsideBookingTerms {
  readonly type: 'OutsideBookingTerms';
  readonly message: string;
  /** The field of the terms, or `openingHours`, `facility`, `startsAt`. */
  readonly rule: string;
}

const minuteMs = 60_000;
const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * minuteMs);

/** What a window claims of a slot. All of it is elapsed time, so that a day with 23 hours is none the shorter for it. */
export function claimOf({ startsAt, endsAt }: Window, terms: BookingTerms): Claim {
  return {
    startsAt,
    endsAt,
    opensAt: later(startsAt, -terms.earlyArrivalMinutes),
    noShowAt: later(startsAt, terms.noShowMinutes),
    keptUntil: later(endsAt, terms.lateStayMinutes),
  };
}

const outside = (rule: string, message: string): OutsideBookingTerms => ({
  type: 'OutsideBookingTerms',
  rule,
  message,
});

/** Which rule a window breaks; null: none. The calendar of other bookings is not looked at. */
export function termsBroken(
  window: Window,
  terms: BookingTerms,
  facility: Facility,
  now: Date,
): OutsideBookingTerms | null {
  const { startsAt, endsAt } = window;
  const ms = endsAt.getTime() - startsAt.getTime();
  if (facility.status !== 'ACTIVE') return outside('facility', 'The facility is out of service.');
  if (!terms.isOffered) return outside('isOffered', 'The facility takes no reservations.');
  if (startsAt <= now) return outside('startsAt', 'A window begins in the future.');
  if (ms <= 0) return outside('minMinutes', 'A window ends after it begins.');
  if (ms < terms.minMinutes * minuteMs) {
    return outside('minMinutes', `The shortest window has ${terms.minMinutes} minutes.`);
  }
  if (ms > terms.maxMinutes * minuteMs) {
    return outside('maxMinutes', `The longest window has ${terms.maxMinutes} minutes.`);
  }
  const { timeZone } = facility;
  if (startsAt >= horizonOf(terms, timeZone, now)) {
    return outside('horizonDays', `At most ${terms.horizonDays} days ahead.`);
  }
  if (!isOnStep(window, terms, timeZone)) {
    return outside('stepMinutes', `Windows begin and last in steps of ${terms.stepMinutes} min.`);
  }
  if (!isWithinOpeningHours(facility, startsAt)) {
    return outside('openingHours', 'The facility is closed when the window begins.');
  }
  return null;
}

const localOf = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

/** The first instant that is too far ahead: the local day after the last one within the horizon. */
export function horizonOf(terms: BookingTerms, timeZone: string, now: Date): Date {
  const last = localOf(now, timeZone)
    .toPlainDate()
    .add({ days: terms.horizonDays + 1 });
  return new Date(last.toZonedDateTime(timeZone).epochMilliseconds);
}

/** True when the window lasts, and the local clock shows as it begins, a multiple of the step, to the millisecond. */
function isOnStep({ startsAt, endsAt }: Window, { stepMinutes }: BookingTerms, timeZone: string) {
  if (stepMinutes === 0) return true;
  if ((endsAt.getTime() - startsAt.getTime()) % (stepMinutes * minuteMs) !== 0) return false;
  return nextOnStep(startsAt, stepMinutes, timeZone).getTime() === startsAt.getTime();
}

/** The first instant from `at` on at which the local clock shows a multiple of the step; without one, a full minute. */
export function nextOnStep(at: Date, stepMinutes: number, timeZone: string): Date {
  const { minute, second, millisecond } = localOf(at, timeZone);
  const stepMs = Math.max(stepMinutes, 1) * minuteMs;
  // Steps divide the hour and clocks change by multiples of the hour's quarters: the minute alone says it.
  const into = ((minute * 60 + second) * 1_000 + millisecond) % stepMs;
  return into === 0 ? at : new Date(at.getTime() + stepMs - into);
}
