import { dayClasses, dayKinds, kindOfCell, type HourCalendar } from './forecast-calendar.js';
import { forecastLimits } from './forecast-limits.js';

const cells = dayClasses * 24;

/**
 * What is usual at each hour of each class of day, as far as it could be known at `origin`: means in which what is
 * long ago counts less, drawn towards the same hour on days of the same kind as long as little of that very day is
 * known. Shares of capacity by cell of the calendar; NaN when nothing is known at all.
 */
export function habitAt(
  shares: Float64Array,
  { cell }: HourCalendar,
  origin: number,
): Float64Array {
  const own = new Means(cells);
  const kin = new Means(dayKinds * 24);
  const all = new Means(1);
  for (let hour = Math.max(0, origin - forecastLimits.memory); hour < origin; hour += 1) {
    const share = shares[hour] ?? Number.NaN;
    if (Number.isNaN(share)) continue;
    const weight = Math.exp((hour - origin) / forecastLimits.fading);
    const here = cell[hour] ?? 0;
    own.add(here, share, weight);
    kin.add(kindOfCell(here), share, weight);
    all.add(0, share, weight);
  }
  const usual = all.mean(0, Number.NaN, 0);
  return Float64Array.from({ length: cells }, (_, index) =>
    // The whole mean has next to no weight: it only speaks for hours that no day of the kind has shown.
    own.mean(index, kin.mean(kindOfCell(index), usual, 0.001), forecastLimits.kinship),
  );
}

class Means {
  readonly #sums: Float64Array;
  readonly #weights: Float64Array;

  constructor(length: number) {
    this.#sums = new Float64Array(length);
    this.#weights = new Float64Array(length);
  }

  add(index: number, value: number, weight: number): void {
    this.#sums[index] = (this.#sums[index] ?? 0) + value * weight;
    this.#weights[index] = (this.#weights[index] ?? 0) + weight;
  }

  mean(index: number, towards: number, pull: number): number {
    const weight = (this.#weights[index] ?? 0) + pull;
    return ((this.#sums[index] ?? 0) + (pull === 0 ? 0 : towards * pull)) / weight;
  }
}
