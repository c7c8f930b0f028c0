import { Temporal } from 'temporal-polyfill';

/**
 * Local time by arithmetic: the time zone database is asked once for each stretch in which a zone's clocks are not
 * changed, and within it local time is an instant plus an offset.
 */

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
/** A day of the clock face. A day of the calendar may have 23 or 25 hours; then it has two stretches. */
export const dayMs = 86_400_000;

/** A time in which the clocks of a zone keep one offset, epoch milliseconds; `until` is exclusive. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offsetMs: number;
}

/** What a clock shows. */
export interface LocalMoment {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Milliseconds since midnight, as the clock shows them. */
  readonly timeMs: number;
  /** 0 = Monday … 6. */
  readonly weekday: number;
}

const stretchesByZone = new Map<string, Stretch[]>();
/** Bounds of what is remembered. */
const zonesRemembered = 300;
const stretchesRemembered = 40;

function askDatabase(timeZone: string, instant: number): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  const next = at.getTimeZoneTransition('next');
  // A change at this very instant belongs to this stretch, and 'previous' looks strictly before.
  const previous = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: at.offsetNanoseconds / 1e6,
  };
}

/**
 * The stretch that contains an instant.
 *
 * @throws RangeError when there is no such zone.
 */
export function stretchAt(timeZone: string, instant: number): Stretch {
  let known = stretchesByZone.get(timeZone);
  const found = known?.find(({ from, until }) => from <= instant && instant < until);
  if (found !== undefined) return found;
  const stretch = askDatabase(timeZone, instant);
  if (known === undefined || known.length >= stretchesRemembered) {
    if (stretchesByZone.size >= zonesRemembered) stretchesByZone.clear();
    known = [];
    stretchesByZone.set(timeZone, known);
  }
  known.push(stretch);
  return stretch;
}

/** What the clock shows at an instant of the stretch. */
export function momentIn({ offsetMs }: Stretch, instant: number): LocalMoment {
  const local = instant + offsetMs;
  const day = Math.floor(local / dayMs);
  // 1970-01-01 was a Thursday.
  return { day, timeMs: local - day * dayMs, weekday: (((day + 3) % 7) + 7) % 7 };
}

/** The first instant after `instant` at which the clock comes to one of `times` (ascending), or is changed. */
export function nextTime(stretch: Stretch, times: readonly number[], instant: number): number {
  if (times.length === 0) return Number.POSITIVE_INFINITY;
  const { day, timeMs } = momentIn(stretch, instant);
  const later = times.find((time) => time > timeMs);
  const local = later === undefined ? (day + 1) * dayMs + (times[0] ?? 0) : day * dayMs + later;
  return Math.min(stretch.until, local - stretch.offsetMs);
}

/** Local times of day, milliseconds since midnight; `until` is exclusive, up to 24 h. Wraps when `until` < `from`. */
export interface DailyWindow {
  readonly from: number;
  readonly until: number;
}

/** `HH:MM` to milliseconds since midnight. */
function timeOfDay(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * minuteMs;
}

/** `HH:MM`, where there is one. */
type LocalTime = string | null | undefined;

/** A window from its texts: without start from midnight, without end or ending at `00:00` to the end of the day. */
export function dailyWindow(start: LocalTime, end: LocalTime): DailyWindow {
  const until = timeOfDay(end ?? '00:00');
  return { from: timeOfDay(start ?? '00:00'), until: until === 0 ? dayMs : until };
}

export function isWithin({ from, until }: DailyWindow, timeMs: number): boolean {
  return from <= until ? timeMs >= from && timeMs < until : timeMs >= from || timeMs < until;
}

/** `YYYY-MM-DD` to days since 1970-01-01. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}
