import { changeTimes, type Conditions, type Moment } from './charging-conditions.js';
import type { Candidate, Rules } from './charging-rules.js';
import { compare, fraction, textOf, type Fraction } from './decimal-fraction.js';
import { minuteMs } from './windows.js';

const nothing = fraction(0n);
const thousand = 1_000;
/** More moments than this are not gone through. */
const mostMoments = 40_000;
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What can differ between two moments for some candidates: one value for each stretch without a change. */
interface Axes {
  readonly times: readonly number[];
  readonly weekdays: readonly number[];
  readonly days: readonly number[];
  readonly energies: readonly number[];
  readonly durations: readonly number[];
  readonly powers: readonly Fraction[];
  readonly currents: readonly Fraction[];
}

const conditionsOf = (candidates: readonly Candidate[]): Conditions[] =>
  candidates.flatMap(({ conditions }) => (conditions === null ? [] : [conditions]));

function ascending(values: readonly (Fraction | null)[]): Fraction[] {
  const known = values.filter((value) => value !== null);
  return [nothing, ...known.filter((value) => compare(value, nothing) > 0)].sort(compare);
}

function axesOf(rules: Rules, candidates: readonly Candidate[], isStill: boolean): Axes {
  const all = conditionsOf(candidates);
  const limits = all.flatMap(({ firstDay, lastDay }) =>
    [firstDay, lastDay].filter((day) => day !== null),
  );
  const bounds = (of: (conditions: Conditions) => (number | null)[]): number[] =>
    all.flatMap((conditions) => of(conditions).filter((value) => value !== null));
  const reads = (of: (conditions: Conditions) => (number | null)[]): boolean =>
    bounds(of).length > 0;
  const atFirst = rules.energies.filter((energy) => compare(energy, nothing) <= 0).length;
  return {
    times: [...new Set([0, ...changeTimes(all)])].sort((a, b) => a - b),
    weekdays: all.some(({ days }) => days !== null) ? [0, 1, 2, 3, 4, 5, 6] : [0],
    days: limits.length === 0 ? [0] : [Math.min(...limits) - 1, ...new Set(limits)],
    energies: reads(({ minEnergy, maxEnergy }) => [minEnergy, maxEnergy])
      ? Array.from({ length: rules.energies.length - atFirst + 1 }, (_, more) => atFirst + more)
      : [atFirst],
    durations: [
      ...new Set([0, ...bounds(({ minDuration, maxDuration }) => [minDuration, maxDuration])]),
    ].sort((a, b) => a - b),
    powers: isStill
      ? [nothing]
      : ascending(all.flatMap(({ minPower, maxPower }) => [minPower, maxPower])),
    currents: isStill
      ? [nothing]
      : ascending(all.flatMap(({ minCurrent, maxCurrent }) => [minCurrent, maxCurrent])),
  };
}

const pairs = <A, B>(left: readonly A[], right: readonly B[]): (readonly [A, B])[] =>
  left.flatMap((a) => right.map((b) => [a, b] as const));

/**
 * One moment of each kind that the candidates tell apart, the earliest and least first; null when they are too many
 * to go through.
 *
 * @param isStill whether no power is drawn.
 */
export function momentsOf(
  rules: Rules,
  candidates: readonly Candidate[],
  isStill: boolean,
): readonly Moment[] | null {
  const axes = axesOf(rules, candidates, isStill);
  const count = Object.values(axes).reduce((product, axis) => product * axis.length, 1);
  if (count > mostMoments) return null;
  const clocks = pairs(pairs(axes.days, axes.weekdays), axes.times);
  const states = pairs(pairs(axes.durations, axes.energies), pairs(axes.powers, axes.currents));
  return states.flatMap(([[elapsed, energiesReached], [power, current]]) =>
    clocks.map(([[day, weekday], timeMs]): Moment => {
      const local = { day, weekday, timeMs };
      return { local, elapsed, energiesReached, power, current };
    }),
  );
}

/** A moment in words, as far as the candidates ask. */
export function describeMoment(
  rules: Rules,
  candidates: readonly Candidate[],
  moment: Moment,
): string {
  const axes = axesOf(rules, candidates, false);
  const { local, elapsed, energiesReached, power, current } = moment;
  const words: string[] = [];
  if (axes.weekdays.length > 1) words.push(`on ${weekdays[local?.weekday ?? 0]}`);
  if (axes.days.length > 1)
    words.push(`on ${new Date((local?.day ?? 0) * 86_400_000).toISOString().slice(0, 10)}`);
  if (axes.times.length > 1) {
    const minutes = (local?.timeMs ?? 0) / minuteMs;
    const two = (count: number): string => String(count).padStart(2, '0');
    words.push(`at ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);
  }
  if (axes.durations.length > 1) words.push(`after ${elapsed / 60_000} min`);
  if (axes.energies.length > 1) {
    const wh = rules.energies[energiesReached - 1] ?? nothing;
    words.push(`after ${Number(textOf(wh)) / thousand} kWh`);
  }
  if (axes.powers.length > 1) words.push(`at ${Number(textOf(power ?? nothing)) / thousand} kW`);
  if (axes.currents.length > 1) words.push(`at ${textOf(current ?? nothing)} A`);
  return words.join(', ');
}

/** Moments of which the station does not tell what some candidate asks for. */
export function untold(
  rules: Rules,
  candidates: readonly Candidate[],
): { what: 'power' | 'current'; moments: readonly Moment[] }[] {
  const { powers, currents } = axesOf(rules, candidates, false);
  const moments = momentsOf(rules, candidates, false) ?? [];
  return [
    ...(powers.length > 1
      ? [{ what: 'power' as const, moments: moments.map((one) => ({ ...one, power: null })) }]
      : []),
    ...(currents.length > 1
      ? [{ what: 'current' as const, moments: moments.map((one) => ({ ...one, current: null })) }]
      : []),
  ];
}
