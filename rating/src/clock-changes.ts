import { Temporal } from 'temporal-polyfill';

/** A change of clocks. Local times between `from` and `to`, minutes of the day, never come, or come twice. */
export interface ClockChange {
  /** `YYYY-MM-DD`: the local date on which the times lie. */
  readonly date: string;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  readonly kind: 'SKIPPED' | 'REPEATED';
  readonly from: number;
  /** Exclusive; 1440 at most: what goes over midnight is told of its first day. */
  readonly to: number;
}

const dayMinutes = 1_440;

/**
 * The clock changes of a zone that fall into a year.
 *
 * @throws RangeError for an unknown time zone.
 */
export function clockChangesOf(timeZone: string, year: number): ClockChange[] {
  const changes: ClockChange[] = [];
  const yearBegins = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  let at: Temporal.ZonedDateTime | null = yearBegins
    .toZonedDateTime(timeZone)
    .getTimeZoneTransition('next');
  for (; at !== null && at.year === year; at = at.getTimeZoneTransition('next')) {
    const before = at.subtract({ nanoseconds: 1 }).offsetNanoseconds;
    const shiftMinutes = (at.offsetNanoseconds - before) / 60e9;
    if (shiftMinutes === 0) continue;
    const behind = at.toPlainDateTime();
    // Going forward, the clock showed what the skip began with; going back, what it shows now comes again.
    const first = shiftMinutes > 0 ? behind.subtract({ minutes: shiftMinutes }) : behind;
    const from = first.hour * 60 + first.minute;
    changes.push({
      date: first.toPlainDate().toString(),
      weekday: first.dayOfWeek,
      kind: shiftMinutes > 0 ? 'SKIPPED' : 'REPEATED',
      from,
      to: Math.min(dayMinutes, from + Math.abs(shiftMinutes)),
    });
  }
  return changes;
}
