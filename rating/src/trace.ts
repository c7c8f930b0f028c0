import type { Trace, TracePeriod } from '@voltpark/contracts';
import { digitsOf } from './decimal-fraction.js';
import { dayMs, stretchAt } from './windows.js';

/** Nothing is plugged in for longer; it bounds how often a window can come. */
const longestMs = 366 * dayMs;

/** A trace that cannot be rated, and where: `periods.2.end`. */
export class TraceError extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = 'TraceError';
    this.path = path;
  }
}

/** A period of a trace, ready to be rated. */
export interface Period {
  /** Its place in the trace as given. */
  readonly index: number;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly activity: TracePeriod['activity'];
  /** In the unit of its trace: Wh / 10^places. */
  readonly energy: bigint;
  /** Whether the trace tells its energy, be it 0. */
  readonly isMetered: boolean;
  readonly powerW: TracePeriod['power_w'];
  readonly currentA: TracePeriod['current_a'];
}

/** A trace in order of time. */
export interface Course {
  readonly timeZone: string;
  /** Digits behind the point of Wh that one unit of energy stands for. */
  readonly places: number;
  readonly reserved: readonly Period[];
  /** From plugging in on. */
  readonly session: readonly Period[];
}

function placesNeeded(trace: Trace, least: number): number {
  let places = least;
  for (const { energy_wh: energy } of trace.periods) {
    if (energy === undefined || Number.isInteger(energy)) continue;
    places = Math.max(places, digitsOf(energy).places);
  }
  return places;
}

function instant(text: string, index: number, side: 'start' | 'end'): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new TraceError(`periods.${index}.${side}`, 'is not an instant');
  return ms;
}

/** Most periods begin with the very text that the one before ended with. */
function startOf(period: TracePeriod, index: number, before: Before | undefined): number {
  return before !== undefined && before.text === period.start
    ? before.ms
    : instant(period.start, index, 'start');
}

/** An end that was read: its text and its epoch milliseconds. */
interface Before {
  readonly text: string;
  readonly ms: number;
}

function readPeriod(
  period: TracePeriod,
  index: number,
  places: number,
  before: Before | undefined,
): Period {
  const start = startOf(period, index, before);
  const end = instant(period.end, index, 'end');
  if (end < start) throw new TraceError(`periods.${index}.end`, 'is before its start');
  const { energy_wh: energyWh = 0, power_w: powerW, current_a: currentA, activity } = period;
  const { digits, places: own } = digitsOf(energyWh);
  const energy = places === own ? digits : digits * 10n ** BigInt(places - own);
  if (energy < 0n)
    throw new TraceError(
      `periods.${index}.energy_wh`,
      'is negative: energy fed back is not priced',
    );
  if (activity === 'RESERVED' && energy > 0n)
    throw new TraceError(`periods.${index}.energy_wh`, 'flows while the place is only reserved');
  const isMetered = period.energy_wh !== undefined;
  return { index, start, end, activity, energy, isMetered, powerW, currentA };
}

function inOrder(periods: Period[]): Period[] {
  const before = (a: Period, b: Period): number => a.start - b.start || a.end - b.end;
  for (let place = 1; place < periods.length; place += 1) {
    const [earlier, later] = [periods[place - 1], periods[place]];
    if (earlier !== undefined && later !== undefined && before(earlier, later) > 0)
      return periods.sort(before);
  }
  return periods;
}

/** Periods of no length and no energy say nothing, unless there is nothing else. */
function telling(periods: readonly Period[]): readonly Period[] {
  const told = periods.filter(({ start, end, energy }) => end > start || energy > 0n);
  return told.length === 0 ? periods.slice(0, 1) : told;
}

/**
 * Puts a trace in order: periods may come in any order, but must not overlap. Time between periods is nobody's:
 * it costs nothing, though the session goes on.
 *
 * @param leastPlaces digits behind the point of Wh that the tariff needs.
 * @throws TraceError naming the place.
 */
export function readTrace(trace: Trace, leastPlaces: number): Course {
  const places = placesNeeded(trace, leastPlaces);
  let before: Before | undefined;
  const read = trace.periods.map((period, index) => {
    const one = readPeriod(period, index, places, before);
    before = { text: period.end, ms: one.end };
    return one;
  });
  const periods = inOrder(read);
  let last: Period | undefined;
  for (const period of periods) {
    if (last !== undefined && period.start < last.end)
      throw new TraceError(
        `periods.${period.index}.start`,
        `is before the end of periods.${last.index}: periods must not overlap`,
      );
    if (period.activity === 'RESERVED' && last !== undefined && last.activity !== 'RESERVED')
      throw new TraceError(
        `periods.${period.index}.activity`,
        `a reservation ends when the session begins (periods.${last.index})`,
      );
    last = period;
  }
  const [first] = periods;
  if (first !== undefined && last !== undefined && last.end - first.start > longestMs)
    throw new TraceError(
      `periods.${last.index}.end`,
      `is more than ${longestMs / dayMs} days after the start of periods.${first.index}`,
    );
  try {
    stretchAt(trace.time_zone, last?.start ?? 0);
  } catch {
    throw new TraceError('time_zone', `is not a time zone: ${trace.time_zone}`);
  }
  return {
    timeZone: trace.time_zone,
    places,
    reserved: telling(periods.filter(({ activity }) => activity === 'RESERVED')),
    session: telling(periods.filter(({ activity }) => activity !== 'RESERVED')),
  };
}
