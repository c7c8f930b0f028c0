import type { Moment } from './charging-conditions.js';
import type { Rules } from './charging-rules.js';
import { compare, fraction, plus, times, fractionOf, type Fraction } from './decimal-fraction.js';
import type { Course, Period } from './trace.js';
import {
  hourMs,
  momentIn,
  nextTime,
  stretchAt,
  type LocalMoment,
  type Stretch,
} from './windows.js';

/** An instant of a session, and what it had taken by then. */
export interface Point {
  /** Epoch milliseconds, cut to a whole one. */
  readonly ms: number;
  /** Exactly, where the instant lies within a millisecond. */
  readonly exactMs: Fraction | null;
  /** In the trace's unit of energy. */
  readonly energy: Fraction;
}

/** A part of a period in which no condition of the tariff begins or ends to hold. */
export interface Piece {
  readonly start: Point;
  readonly end: Point;
  readonly activity: Period['activity'];
  readonly moment: Moment;
  /** Whether another price may hold than in the piece before. */
  readonly isNew: boolean;
}

const still = fraction(0n);

function powerOf(period: Period, places: number): Fraction | null {
  if (period.powerW !== undefined) return fractionOf(period.powerW);
  if (period.activity !== 'CHARGING') return still;
  if (!period.isMetered) return null;
  if (period.energy === 0n) return still;
  // What flows evenly flows with its average.
  const ms = period.end - period.start;
  if (ms === 0) return null;
  return fraction(period.energy * BigInt(hourMs), 10n ** BigInt(places) * BigInt(ms));
}

function currentOf(period: Period): Fraction | null {
  if (period.currentA !== undefined) return fractionOf(period.currentA);
  const isStill = period.activity !== 'CHARGING' || (period.isMetered && period.energy === 0n);
  return isStill ? still : null;
}

export function sameInstant(a: Point, b: Point): boolean {
  if (a.ms !== b.ms) return false;
  if (a.exactMs === null || b.exactMs === null) return a.exactMs === b.exactMs;
  return compare(a.exactMs, b.exactMs) === 0;
}

/** Exact epoch milliseconds. */
export const instantOf = ({ ms, exactMs }: Point): Fraction => exactMs ?? fraction(BigInt(ms));

/** Goes through periods in order and cuts them where a condition may begin or end to hold. */
export class Walk {
  readonly #rules: Rules;
  readonly #course: Course;
  readonly #visit: (piece: Piece) => void;
  readonly #begin: number;
  /** Energies at which something changes, in the trace's unit. */
  readonly #thresholds: readonly bigint[];
  #stretch: Stretch | null = null;
  /** When the clock or the duration next matters; before the first piece: at once. */
  #nextChange = Number.NEGATIVE_INFINITY;
  #reached = 0;
  #local: LocalMoment | null = null;
  #elapsed = 0;

  constructor(rules: Rules, course: Course, begin: number, visit: (piece: Piece) => void) {
    this.#rules = rules;
    this.#course = course;
    this.#begin = begin;
    this.#visit = visit;
    const unit = fraction(10n ** BigInt(course.places));
    this.#thresholds = rules.energies.map((energy) => times(energy, unit).n);
  }

  run(periods: readonly Period[]): void {
    let energy = 0n;
    let before: Period | null = null;
    let last: Point | null = null;
    this.#pass(energy);
    for (const period of periods) {
      let isNew = before === null || this.#differs(before, period);
      if (period.start >= this.#nextChange) {
        this.#look(period.start);
        isNew = true;
      }
      if (this.#pass(energy)) isNew = true;
      const start: Point =
        last !== null && last.ms === period.start
          ? last
          : { ms: period.start, exactMs: null, energy: { n: energy, d: 1n } };
      energy += period.energy;
      const end: Point = { ms: period.end, exactMs: null, energy: { n: energy, d: 1n } };
      this.#cut(period, start, end, isNew);
      before = period;
      last = end;
    }
  }

  #differs(before: Period, period: Period): boolean {
    if (before.activity !== period.activity) return true;
    if (this.#rules.readsPower && (period.powerW === undefined || period.powerW !== before.powerW))
      return true;
    return (
      this.#rules.readsCurrent &&
      (period.currentA === undefined || period.currentA !== before.currentA)
    );
  }

  /** Counts the thresholds reached; whether there were more than before. */
  #pass(energy: bigint): boolean {
    const before = this.#reached;
    for (;;) {
      const next = this.#thresholds[this.#reached];
      if (next === undefined || next > energy) return this.#reached > before;
      this.#reached += 1;
    }
  }

  /** Reads the clock, and when it has to be read again. */
  #look(ms: number): void {
    const { times, durations } = this.#rules;
    this.#elapsed = ms - this.#begin;
    const duration = durations.find((one) => one > this.#elapsed);
    this.#nextChange = duration === undefined ? Number.POSITIVE_INFINITY : this.#begin + duration;
    if (times.length === 0) return;
    if (this.#stretch === null || ms >= this.#stretch.until || ms < this.#stretch.from)
      this.#stretch = stretchAt(this.#course.timeZone, ms);
    this.#local = momentIn(this.#stretch, ms);
    this.#nextChange = Math.min(this.#nextChange, nextTime(this.#stretch, times, ms));
  }

  #cut(period: Period, start: Point, end: Point, isNew: boolean): void {
    let [at, changed] = [start, isNew];
    for (;;) {
      const threshold = this.#thresholds[this.#reached];
      const byEnergy = threshold !== undefined && threshold < end.energy.n;
      const byTime = this.#nextChange < period.end;
      if (!byEnergy && !byTime) break;
      const next = this.#nearest(period, start, byTime, byEnergy ? threshold : null);
      this.#tell(period, at, next, changed);
      if (next.exactMs === null && next.ms >= this.#nextChange) this.#look(next.ms);
      if (next.energy.d === 1n) this.#pass(next.energy.n);
      [at, changed] = [next, true];
    }
    this.#tell(period, at, end, changed);
  }

  /** The nearer of the two cuts, by how much of the period lies before it. */
  #nearest(period: Period, start: Point, byTime: boolean, threshold: bigint | null): Point {
    const ms = BigInt(period.end - period.start);
    const atTime = byTime ? fraction(BigInt(this.#nextChange - period.start), ms) : null;
    const atEnergy =
      threshold === null ? null : fraction(threshold - start.energy.n, period.energy);
    if (atTime !== null && (atEnergy === null || compare(atTime, atEnergy) <= 0)) {
      const energy = plus(start.energy, times(fraction(period.energy), atTime));
      return { ms: this.#nextChange, exactMs: null, energy };
    }
    const exactMs = plus(fraction(BigInt(period.start)), times(fraction(ms), atEnergy ?? still));
    const whole = Number(exactMs.n / exactMs.d);
    return {
      ms: whole,
      exactMs: exactMs.d === 1n ? null : exactMs,
      energy: fraction(threshold ?? 0n),
    };
  }

  #tell(period: Period, start: Point, end: Point, isNew: boolean): void {
    const { readsPower, readsCurrent } = this.#rules;
    this.#visit({
      start,
      end,
      activity: period.activity,
      isNew,
      moment: {
        local: this.#local,
        elapsed: this.#elapsed,
        energiesReached: this.#reached,
        power: readsPower ? powerOf(period, this.#course.places) : null,
        current: readsCurrent ? currentOf(period) : null,
      },
    });
  }
}
