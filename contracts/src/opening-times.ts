import { Temporal } from 'temporal-polyfill';
import { localClock, type LocalClock } from './local-clock.js';

/** A stretch of opening hours, `HH:MM` by the facility's clock. */
export interface OpeningHours {
  readonly opens: string;
  /** Earlier than `opens`: on the next day. `24:00`: the end of the day. */
  readonly closes: string;
}

/** The same in every ordinary week; it belongs to the day on which it opens (1 Monday … 7 Sunday). */
export interface OpeningPeriod extends OpeningHours {
  readonly day: number;
}

/** A date, `YYYY-MM-DD`, with hours of its own instead of those of its weekday. No hours: closed. */
export interface DayWithHours {
  readonly date: string;
  readonly hours: readonly OpeningHours[];
}

/**
 * When a facility is open, as the events of facilities publish it. No opening periods: always, but for special
 * days. What that means stands here, beside the events, so that every context means the same by it.
 */
export interface Schedule {
  /** IANA name. */
  readonly timeZone: string;
  readonly openingPeriods: readonly OpeningPeriod[];
  readonly specialDays: readonly DayWithHours[];
}

/** How far ahead {@link nextOpening} looks. */
const horizonDays = 400;

/** Half-open, epoch milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Longest effect of one day's hours on the days behind it, in days; a week's pattern is complete within it. */
const patternDays = 9;
const wholeDay: readonly OpeningHours[] = [{ opens: '00:00', closes: '24:00' }];

/**
 * Whether an instant lies in the opening hours.
 *
 * Local times become instants by these rules: a period opens at the first instant at which the facility's
 * clock shows its opening time and closes at the last at which it shows its closing time, so that the night
 * in which clocks go back is open throughout; a time that clocks skip means the moment of the skip, so that
 * a period within the skipped hour does not open at all.
 */
export function isWithinOpeningHours(schedule: Schedule, at: Date): boolean {
  if (schedule.openingPeriods.length === 0 && schedule.specialDays.length === 0) return true;
  const instant = at.getTime();
  const clock = localClock(schedule.timeZone);
  const date = clock.dateAt(at);
  // The day before may wrap into this one; where clocks go back over midnight, the day after has begun already.
  return [-1, 0, 1].some((days) =>
    spansOf(schedule, clock, date.add({ days })).some(
      ({ from, to }) => from <= instant && instant < to,
    ),
  );
}

/**
 * The first instant behind `after` at which the facility goes from closed to open; null when it is always
 * open or does not open within 400 days.
 */
export function nextOpening(schedule: Schedule, after: Date): Date | null {
  if (schedule.openingPeriods.length === 0 && schedule.specialDays.length === 0) return null;
  const behind = after.getTime();
  const clock = localClock(schedule.timeZone);
  const today = clock.dateAt(after);
  let openUntil = Number.NEGATIVE_INFINITY;
  let visited: Temporal.PlainDate | undefined;
  for (const date of datesWorthVisiting(schedule, today)) {
    // Days are left out only where ordinary weeks follow each other without any opening: open throughout.
    if (visited !== undefined && visited.until(date).days > 1) openUntil = clock.startOfDay(date);
    visited = date;
    for (const { from, to } of spansOf(schedule, clock, date)) {
      if (from > openUntil && from > behind) return new Date(from);
      openUntil = Math.max(openUntil, to);
    }
  }
  return null;
}

/**
 * The days on which an opening can lie: the next week or so, and those around special days. When a week
 * shows no opening, another one shows none either, unless a special day stands in it.
 */
function* datesWorthVisiting(
  schedule: Schedule,
  today: Temporal.PlainDate,
): Generator<Temporal.PlainDate> {
  const start = today.subtract({ days: 2 });
  const horizon = today.add({ days: horizonDays });
  let next = start;
  const upTo = function* (last: Temporal.PlainDate) {
    for (; Temporal.PlainDate.compare(next, last) <= 0; next = next.add({ days: 1 })) yield next;
  };
  yield* upTo(today.add({ days: patternDays }));
  const special = schedule.specialDays
    .map(({ date }) => Temporal.PlainDate.from(date))
    .filter((date) => Temporal.PlainDate.compare(date, start) >= 0)
    .filter((date) => Temporal.PlainDate.compare(date, horizon) <= 0)
    .sort((a, b) => Temporal.PlainDate.compare(a, b));
  for (const date of special) {
    const before = date.subtract({ days: 1 });
    if (Temporal.PlainDate.compare(before, next) > 0) next = before;
    yield* upTo(date.add({ days: patternDays }));
  }
}

/** When the facility is open by the hours that belong to a date, in the order of their opening. */
function spansOf(schedule: Schedule, clock: LocalClock, date: Temporal.PlainDate): Span[] {
  return hoursOf(schedule, date)
    .map(({ opens, closes }) => ({
      from: clock.instants(date, opens).first,
      to: closingInstant(clock, date, opens, closes),
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
}

function hoursOf(schedule: Schedule, date: Temporal.PlainDate): readonly OpeningHours[] {
  const written = date.toString();
  const special = schedule.specialDays.find((day) => day.date === written);
  if (special !== undefined) return special.hours;
  if (schedule.openingPeriods.length === 0) return wholeDay;
  return schedule.openingPeriods.filter(({ day }) => day === date.dayOfWeek);
}

function closingInstant(
  clock: LocalClock,
  date: Temporal.PlainDate,
  opens: string,
  closes: string,
): number {
  if (closes === '24:00') return clock.startOfDay(date.add({ days: 1 }));
  return clock.instants(closes < opens ? date.add({ days: 1 }) : date, closes).last;
}
