import { Temporal } from 'temporal-polyfill';
import { lengthOf, type Days } from './reports.js';

/** The last local days that were over at an instant, oldest first. */
export function localDaysBefore(instant: Date, timeZone: string, count: number): string[] {
  const today = localDay(instant, timeZone);
  return Array.from({ length: count }, (_, index) =>
    today.subtract({ days: count - index }).toString(),
  );
}

/** The local date of an instant. */
export const localDay = (instant: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();

/** Every date from one to another, both included. */
export function datesOf(days: Days): string[] {
  const first = Temporal.PlainDate.from(days.from);
  return Array.from({ length: lengthOf(days) ?? 0 }, (_, index) =>
    first.add({ days: index }).toString(),
  );
}
