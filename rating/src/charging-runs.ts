import { instantOf, sameInstant, type Piece, type Point } from './charging-course.js';
import type { Component } from './charging-rules.js';
import {
  compare,
  fraction,
  isZero,
  minus,
  over,
  roundedUp,
  sumOf,
  type Fraction,
} from './decimal-fraction.js';
import { hourMs } from './windows.js';

const perHour = fraction(BigInt(hourMs));
const nothing = fraction(0n);

/** A time in which one price held without a break: what will be a line. */
export interface Run {
  readonly component: Component;
  readonly start: Point;
  /** Where the last of it was taken. */
  end: Point;
  /** Up to where the price held. */
  until: Point;
  /** What rounding up to a step adds, in hours or kWh. */
  excess: Fraction;
}

/** Collects what one dimension, or several that never run together, came to under which price. */
abstract class Runs {
  readonly all: Run[] = [];
  #open: Run | null = null;

  protected abstract takes(piece: Piece): boolean;
  /** In hours or kWh. */
  abstract quantity(run: Run): Fraction;

  /** @param component the price that holds in the piece, or null. */
  advance(component: Component | null, piece: Piece): void {
    const { start, end } = piece;
    const takes = this.takes(piece);
    const open = this.#open;
    if (open !== null && open.component === component && sameInstant(open.until, start)) {
      open.until = end;
      if (takes) open.end = end;
    } else if (takes && component !== null) {
      this.#open = { component, start, end, until: end, excess: nothing };
      this.all.push(this.#open);
    } else if (!sameInstant(start, end)) {
      this.#open = null;
    }
  }

  /**
   * Rounds up to the step of the last price, once: what was taken altogether in its dimension. What that adds
   * belongs to the last run.
   */
  roundUp(): void {
    const last = this.all.at(-1);
    if (last === undefined) return;
    const { dimension, step } = last.component;
    if (step === null) return;
    const total = sumOf(
      this.all
        .filter(({ component }) => component.dimension === dimension)
        .map((run) => this.quantity(run)),
    );
    last.excess = minus(roundedUp(total, step), total);
  }
}

/** Hours. */
export class TimeRuns extends Runs {
  protected override takes({ start, end }: Piece): boolean {
    return !sameInstant(start, end);
  }

  override quantity({ start, end }: Run): Fraction {
    if (start.exactMs === null && end.exactMs === null)
      return fraction(BigInt(end.ms - start.ms), perHour.n);
    return over(minus(instantOf(end), instantOf(start)), perHour);
  }
}

/** Energy. A run begins and ends with energy that flows; pauses in which nothing flows do not break it. */
export class EnergyRuns extends Runs {
  readonly #perKwh: Fraction;

  /** @param places digits behind the point of Wh in the unit of the points. */
  constructor(places: number) {
    super();
    this.#perKwh = fraction(1_000n * 10n ** BigInt(places));
  }

  protected override takes({ start, end }: Piece): boolean {
    return compare(start.energy, end.energy) !== 0;
  }

  override quantity({ start, end }: Run): Fraction {
    return over(minus(end.energy, start.energy), this.#perKwh);
  }
}

/** Whether anything was added to reach a whole step. */
export const wasRounded = ({ excess }: Run): boolean => !isZero(excess);
