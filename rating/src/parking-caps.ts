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
 * Takes off what is above a maximum, slice by slice in the order of time: a slice costs at most what is left of its
 * line's, its window's, its day's and its 24 hours' maximum, and uses up all four. What comes later can therefore
 * never make cheaper what came before. Maxima are amounts of money after multipliers and shares.
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
  const potsOf = ({ line, segment, cell }: Slice): Pot[] => {
    const path = `${tablePath}.lines.${line}.maxValue`;
    const window = cell.window === null ? undefined : plan.windows[cell.window.index];
    const index = cell.window?.index ?? 0;
    return [
      ...pot(`${path}@${segment}`, path, table.name, table.lines[line]?.maxValue ?? null),
      ...pot(
        `window.${index}@${cell.window?.from ?? 0}`,
        `windows.${index}.maxValue`,
        window?.name ?? '',
        window?.maxValue ?? null,
      ),
      ...pot(`day@${cell.day}`, 'dailyMaximum', 'Calendar day', plan.dailyMaximum),
      ...pot(`24h@${cell.stretch}`, 'maximumPer24Hours', '24 hours', plan.maximumPer24Hours),
    ];
  };
  return {
    /** What is left of a slice's price; it has to be the next in time. */
    take(slice: Slice, price: Decimal): Decimal {
      const own = potsOf(slice);
      let left = price;
      for (const each of own) {
        each.from = Math.min(each.from, slice.covers.from);
        each.to = Math.max(each.to, slice.covers.to);
        if (left.lte(each.room)) continue;
        each.taken = each.taken.plus(left.minus(each.room));
        left = each.room;
      }
      for (const each of own) each.room = each.room.minus(left);
      return left;
    },
    /** The maxima that took something off. */
    reached(): Capped[] {
      return [...pots.values()]
        .filter(({ taken }) => taken.gt(0))
        .map(({ rule, name, maximum, taken, from, to }) => ({
          rule,
          name,
          maximum,
          amount: taken,
          span: { from, to },
        }));
    },
  };
}
