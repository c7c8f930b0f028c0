import { Temporal } from 'temporal-polyfill';

const timePattern = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Minutes since midnight, 0 to 1440; undefined when it is not `HH:MM`. */
export function minuteOfDay(time: string): number | undefined {
  const match = timePattern.exec(time);
  if (match === null) return undefined;
  return match[1] === undefined ? 1_440 : Number(match[1]) * 60 + Number(match[2]);
}

/** When a clock shows a local time, epoch milliseconds; the same twice unless clocks go back over it. */
export interface Showing {
  readonly first: number;
  readonly last: number;
}

/** The clock that hangs in a time zone. */
export interface LocalClock {
  /** The date that it shows at an instant. */
  dateAt(instant: Date): Temporal.PlainDate;
  /** The first instant of a date, epoch milliseconds. */
  startOfDay(date: Temporal.PlainDate): number;
  /** The instants at which it shows a local time, `HH:MM`; when it skips that time, the moment of the skip. */
  instants(date: Temporal.PlainDate, time: string): Showing;
}

const minuteMs = 60_000;
const plainDayMs = 1_440 * minuteMs;

/** A zone's clock. It remembers the days that it was asked for, so make one for one question and let it go. */
export function localClock(timeZone: string): LocalClock {
  const starts = new Map<string, number>();
  const startOfDay = (date: Temporal.PlainDate): number => {
    const key = date.toString();
    const known = starts.get(key);
    if (known !== undefined) return known;
    const start = date.toZonedDateTime(timeZone).epochMilliseconds;
    starts.set(key, start);
    return start;
  };
  return {
    dateAt: (instant) =>
      Temporal.Instant.fromEpochMilliseconds(instant.getTime())
        .toZonedDateTimeISO(timeZone)
        .toPlainDate(),
    startOfDay,
    instants(date, time) {
      const start = startOfDay(date);
      const minute = minuteOfDay(time);
      // Nearly every day has 24 hours, and there arithmetic does what the time zone database would do, much faster.
      if (minute !== undefined && startOfDay(date.add({ days: 1 })) - start === plainDayMs) {
        const instant = start + minute * minuteMs;
        return { first: instant, last: instant };
      }
      return instantsByDatabase(timeZone, date, time);
    },
  };
}

function instantsByDatabase(timeZone: string, date: Temporal.PlainDate, time: string): Showing {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (!earlier.toPlainDateTime().equals(local)) {
    const skip = earlier.getTimeZoneTransition('next') ?? later;
    return { first: skip.epochMilliseconds, last: skip.epochMilliseconds };
  }
  return { first: earlier.epochMilliseconds, last: later.epochMilliseconds };
}
