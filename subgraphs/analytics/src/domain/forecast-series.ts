import { forecastLimits } from './forecast-limits.js';

/** Milliseconds. */
export const hourMs = 3_600_000;

/** How many places of a facility were taken, hour after hour. */
export interface HourlySeries {
  /** Start of the first hour; the others follow without gap. */
  readonly from: Date;
  /** Time-weighted mean of the places taken in each hour; null where it is not known. */
  readonly taken: readonly (number | null)[];
  /** Places in service, above 0. */
  readonly capacity: number;
  /** IANA name of the zone whose weekdays and hours people live by. */
  readonly timeZone: string;
  /** Local dates, `YYYY-MM-DD`, that are public holidays; those of the days to be forecast too. */
  readonly holidays: ReadonlySet<string>;
}

/** What a counter said. */
export interface FreeReading {
  readonly at: Date;
  /** As reported, even when that cannot be. */
  readonly free: number;
}

/**
 * The hours from `from` to `to` of a counter that reports changes. Free places below 0 or above the capacity are
 * taken as the bound. Each reading holds until the next, but no longer than a feed may be silent.
 */
export function hourlyTaken(
  readings: readonly FreeReading[],
  { from, to, capacity }: { readonly from: Date; readonly to: Date; readonly capacity: number },
): (number | null)[] {
  const length = Math.max(0, Math.floor((to.getTime() - from.getTime()) / hourMs));
  const sums = new Float64Array(length);
  const known = new Float64Array(length);
  const sorted = [...readings].sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const [index, { at, free }] of sorted.entries()) {
    const taken = capacity - Math.min(Math.max(free, 0), capacity);
    const next = sorted[index + 1]?.at.getTime() ?? Number.POSITIVE_INFINITY;
    const until = Math.min(next, at.getTime() + forecastLimits.believeReading * hourMs);
    spread(at.getTime() - from.getTime(), until - from.getTime(), (hour, ms) => {
      sums[hour] = (sums[hour] ?? 0) + taken * ms;
      known[hour] = (known[hour] ?? 0) + ms;
    });
  }
  return Array.from(sums, (sum, hour) => {
    const ms = known[hour] ?? 0;
    return ms < forecastLimits.knownShare * hourMs ? null : sum / ms;
  });

  function spread(start: number, end: number, add: (hour: number, ms: number) => void): void {
    for (let hour = Math.max(0, Math.floor(start / hourMs)); hour < length; hour += 1) {
      const opens = hour * hourMs;
      if (opens >= end) return;
      add(hour, Math.min(end, opens + hourMs) - Math.max(start, opens));
    }
  }
}

/** The series as shares of the capacity, 0 to 1; NaN where it is not known. */
export function shares({ taken, capacity }: HourlySeries): Float64Array {
  return Float64Array.from(taken, (places) =>
    places === null ? Number.NaN : Math.min(Math.max(places / capacity, 0), 1),
  );
}
