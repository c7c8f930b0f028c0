import type { RatePlan, RateTable } from '@voltpark/contracts/rate-plan';
import { Decimal } from './decimal.js';
import type { Slice } from './parking-slices.js';
import type { Span } from './parking-time.js';

/** A maximum that was reached, and what it took off. */
export interface Capped {
  /** Path into the plan. */
  readonly rule: string;
  readonly name: string;
  readonly maximum: Decimal;
  readonly amount: Decimal;
  /** What of the stay it was about. */
  readonly span: Span;
}

/** What is left of a stay's price, and the maxima that took something off. */
export interface Taken {
  readonly left: Decimal;
  readonly reached: readonly Capped[];
}

/** One maximum at one time: of this window's night, of this day. */
interface Pot {
  readonly rule: string;
  readonly name: string;
  readonly maximum: Decimal;
  room: Decimal;
  taken: Decimal;
  from: number;
  to: number;
}

/**
 * Takes off what is above a maximum, in the order of time: of a slice that what is left of its line's maximum allows,
 * and of this what is left of its window's, its day's and its 24 hours' maximum. What comes later can therefore never
 * make cheaper what came before. Maxima are amounts of money after multipliers and shares.
 */
export function capsOf(plan: RatePlan, table: RateTable, tablePath: string) {
  const pots = new Map<string, Pot>();
  const pot = (key: string, rule: string, name: string, maximum: string | null): Pot[] => {
    if (maximum === null) return [];
    const known = pots.get(key);
    if (known !== undefined) return [known];
    const value = new Decimal(maximum);
    const made: Pot = {
      rule,
      name,
      maximum: value,
      room: value,
      taken: new Decimal(0),
      from: Number.POSITIVE_INFINITY,
      to: Number.NEGATIVE_INFINITY,
    };
    pots.set(key, made);
    return [made];
  };
  const ofLine = ({ line, segment }: Slice): Pot[] => {
    const path = `${tablePath}.lines.${line}.maxValue`;
    return pot(`${path}@${segment}`, path, table.name, table.lines[line]?.maxValue ?? null);
  };
  const ofTime = ({ cell }: Slice): Pot[] => {
    const index = cell.window?.index ?? 0;
    const window = cell.window === null ? undefined : plan.windows[index];
    const rule = `windows.${index}.maxValue`;
    return [
      ...pot(
        `${rule}@${cell.window?.from ?? 0}`,
        rule,
        window?.name ?? '',
        window?.maxValue ?? null,
      ),
      ...pot(`day@${cell.day}`, 'dailyMaximum', 'Calendar day', plan.dailyMaximum),
      ...pot(`24h@${cell.stretch}`, 'maximumPer24Hours', '24 hours', plan.maximumPer24Hours),
    ];
  };
  return {
    /** Slices in the order of time, and what each costs before maxima. */
    take(slices: readonly Slice[], priceOf: (slice: Slice) => Decimal): Taken {
      let sum = new Decimal(0);
      for (const slice of slices) {
        const ofItsLine = takeFrom(ofLine(slice), slice.covers, priceOf(slice));
        sum = sum.plus(takeFrom(ofTime(slice), slice.covers, ofItsLine));
      }
      return { left: sum, reached: reachedOf(pots.values()) };
    },
  };
}

/** What is left of a slice's price. */
function takeFrom(pots: readonly Pot[], covers: Span, price: Decimal): Decimal {
  let left = price;
  for (const pot of pots) {
    pot.from = Math.min(pot.from, covers.from);
    pot.to = Math.max(pot.to, covers.to);
    if (left.lte(pot.room)) continue;
    pot.taken = pot.taken.plus(left.minus(pot.room));
    left = pot.room;
  }
  for (const pot of pots) pot.room = pot.room.minus(left);
  return left;
}

function reachedOf(pots: Iterable<Pot>): Capped[] {
  return [...pots]
    .filter(({ taken }) => taken.gt(0))
    .map(({ rule, name, maximum, taken, from, to }) => ({
      rule,
      name,
      maximum,
      amount: taken,
      span: { from, to },
    }));
}
