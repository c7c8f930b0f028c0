import { Temporal } from 'temporal-polyfill';
import { hourMs, type HourlySeries } from './forecast-series.js';

/** Day classes: 0 Monday to 6 Sunday, 7 a public holiday. */
export const dayClasses = 8;

/** Kinds of days, by class: working days, Saturdays, and days of rest. */
const kinds = [0, 0, 0, 0, 0, 1, 2, 2] as const;
export const dayKinds = 3;

/** Where each hour of a series stands in its local week. */
export interface HourCalendar {
  /** Class of the day × 24 + hour of the day. */
  readonly cell: Uint16Array;
  /** 0 to 23. */
  readonly hourOfDay: Uint8Array;
}

/** The kind of day and hour of a cell: kind × 24 + hour. */
export function kindOfCell(cell: number): number {
  return (kinds[Math.floor(cell / 24)] ?? 0) * 24 + (cell % 24);
}

/** The calendar of `length` hours of a series, beyond its end if need be. */
export function hourCalendar(
  { from, timeZone, holidays }: Pick<HourlySeries, 'from' | 'timeZone' | 'holidays'>,
  length: number,
): HourCalendar {
  const cell = new Uint16Array(length);
  const hourOfDay = new Uint8Array(length);
  for (let hour = 0; hour < length; hour += 1) {
    const local = Temporal.Instant.fromEpochMilliseconds(
      from.getTime() + hour * hourMs,
    ).toZonedDateTimeISO(timeZone);
    const isHoliday = holidays.has(local.toPlainDate().toString());
    cell[hour] = (isHoliday ? 7 : local.dayOfWeek - 1) * 24 + local.hour;
    hourOfDay[hour] = local.hour;
  }
  return { cell, hourOfDay };
}

/**
 * The hour a week ago that showed the same local time: where clocks changed in between it is 167 or 169 hours ago.
 * Negative before the beginning.
 */
export function weekBefore({ hourOfDay }: HourCalendar, hour: number): number {
  const then = hour - 168;
  const ahead = (hourOfDay[then] ?? 0) - (hourOfDay[hour] ?? 0);
  return then < 0 ? then : then - (((ahead + 36) % 24) - 12);
}
