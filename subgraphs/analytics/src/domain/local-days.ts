import { Temporal } from 'temporal-polyfill';

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
