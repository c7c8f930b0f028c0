import { daysOfWeek, type Tariff } from '@voltpark/contracts';
import { compare, fraction, fractionOf, times, type Fraction } from './decimal-fraction.js';
import {
  dailyWindow,
  dayMs,
  dayOf,
  isWithin,
  type DailyWindow,
  type LocalMoment,
} from './windows.js';

export type Restrictions = NonNullable<Tariff['elements'][number]['restrictions']>;

/** When an element holds; what it does not restrict is null. */
export interface Conditions {
  readonly window: DailyWindow | null;
  /** Days since 1970-01-01; the last exclusive. */
  readonly firstDay: number | null;
  readonly lastDay: number | null;
  /** By weekday, Monday first. */
  readonly days: readonly boolean[] | null;
  /** Places in `Rules.energies`. */
  readonly minEnergy: number | null;
  readonly maxEnergy: number | null;
  readonly minPower: Fraction | null;
  readonly maxPower: Fraction | null;
  readonly minCurrent: Fraction | null;
  readonly maxCurrent: Fraction | null;
  /** Milliseconds. */
  readonly minDuration: number | null;
  readonly maxDuration: number | null;
}

/** What conditions are held against: nothing of it changes within a piece. */
export interface Moment {
  /** What the clock shows; null when the tariff does not ask. */
  readonly local: LocalMoment | null;
  /** Milliseconds since the beginning. */
  readonly elapsed: number;
  /** How many of `Rules.energies` were reached. */
  readonly energiesReached: number;
  /** W and A; null: unknown. */
  readonly power: Fraction | null;
  readonly current: Fraction | null;
}

export const weekdayMask = (
  days: readonly string[] | null | undefined,
): readonly boolean[] | null =>
  days === undefined || days === null || days.length === 0
    ? null
    : daysOfWeek.map((day) => days.includes(day));

const thousand = fraction(1_000n);

export const optional = <T, R>(value: T | null | undefined, read: (value: T) => R): R | null =>
  value === undefined || value === null ? null : read(value);
export const inThousands = (value: number | string): Fraction => times(fractionOf(value), thousand);
const seconds = (value: number): number => Math.round(value * 1_000);

export function readConditions(
  restrictions: Restrictions,
  energies: readonly Fraction[],
): Conditions {
  const { start_time: start, end_time: end } = restrictions;
  const energyPlace = (kwh: number | string): number => {
    const wh = inThousands(kwh);
    return energies.findIndex((energy) => compare(energy, wh) === 0);
  };
  return {
    window:
      (start ?? end) === undefined || (start ?? end) === null ? null : dailyWindow(start, end),
    firstDay: optional(restrictions.start_date, dayOf),
    lastDay: optional(restrictions.end_date, dayOf),
    days: weekdayMask(restrictions.day_of_week),
    minEnergy: optional(restrictions.min_kwh, energyPlace),
    maxEnergy: optional(restrictions.max_kwh, energyPlace),
    minPower: optional(restrictions.min_power, inThousands),
    maxPower: optional(restrictions.max_power, inThousands),
    minCurrent: optional(restrictions.min_current, fractionOf),
    maxCurrent: optional(restrictions.max_current, fractionOf),
    minDuration: optional(restrictions.min_duration, seconds),
    maxDuration: optional(restrictions.max_duration, seconds),
  };
}

export function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Local times at which windows begin and end, and midnight where days matter. */
export function changeTimes(
  conditions: readonly Pick<Conditions, 'window' | 'firstDay' | 'lastDay' | 'days'>[],
): readonly number[] {
  return ascending(
    conditions.flatMap(({ window, firstDay, lastDay, days }) => [
      ...(window === null ? [] : [window.from, window.until % dayMs]),
      ...(firstDay === null && lastDay === null && days === null ? [] : [0]),
    ]),
  );
}

const atLeast = (value: Fraction | null, least: Fraction | null): boolean =>
  least === null || (value !== null && compare(value, least) >= 0);
const below = (value: Fraction | null, bound: Fraction | null): boolean =>
  bound === null || (value !== null && compare(value, bound) < 0);

function holdsLocally(conditions: Conditions, local: LocalMoment | null): boolean {
  if (local === null) return true;
  const { window, firstDay, lastDay, days } = conditions;
  return (
    (window === null || isWithin(window, local.timeMs)) &&
    (firstDay === null || local.day >= firstDay) &&
    (lastDay === null || local.day < lastDay) &&
    (days === null || days[local.weekday] === true)
  );
}

function holds(conditions: Conditions, moment: Moment): boolean {
  const { minEnergy, maxEnergy, minDuration, maxDuration } = conditions;
  return (
    (minEnergy === null || moment.energiesReached > minEnergy) &&
    (maxEnergy === null || moment.energiesReached <= maxEnergy) &&
    (minDuration === null || moment.elapsed >= minDuration) &&
    (maxDuration === null || moment.elapsed < maxDuration) &&
    holdsLocally(conditions, moment.local) &&
    atLeast(moment.power, conditions.minPower) &&
    below(moment.power, conditions.maxPower) &&
    atLeast(moment.current, conditions.minCurrent) &&
    below(moment.current, conditions.maxCurrent)
  );
}

/** The price of a dimension: of the first element that has one and holds. */
export function priceAt<C>(
  candidates: readonly { conditions: Conditions | null; component: C }[],
  moment: Moment,
): C | null {
  for (const { conditions, component } of candidates)
    if (conditions === null || holds(conditions, moment)) return component;
  return null;
}
