import { forecastLimits } from './forecast-limits.js';

/** Bounds around a forecast, in shares of capacity, relative to it; the lower is mostly negative. */
export interface Spread {
  readonly low: number;
  readonly high: number;
}

/** Last hour ahead of each block of hours whose errors are alike. */
const blocks = [1, 2, 4, 8, 16, 24, 36, forecastLimits.horizon] as const;
const partsOfDay = 4;

const blockOf = (ahead: number) => blocks.findIndex((last) => ahead <= last);

/** Remembers by how much forecasts were wrong, and says between which bounds reality is going to be. */
export class PastErrors {
  readonly #ofPart = blocks.map((last, index) =>
    Array.from(
      { length: partsOfDay },
      () => new SortedWindow(capacityOf(last, index) / partsOfDay),
    ),
  );
  readonly #ofBlock = blocks.map((last, index) => new SortedWindow(capacityOf(last, index)));

  /**
   * @param ahead 1 = the coming hour
   * @param hourOfDay of the hour that was forecast, local
   * @param error reality minus forecast, a share of capacity
   */
  add(ahead: number, hourOfDay: number, error: number): void {
    this.#part(ahead, hourOfDay)?.add(error);
    this.#ofBlock[blockOf(ahead)]?.add(error);
  }

  /**
   * The bounds between which reality stays with this confidence, if errors go on as they were (split conformal
   * prediction). By part of the day once enough is known of it. Undefined without any error.
   */
  spread(ahead: number, hourOfDay: number, confidence: number): Spread | undefined {
    const part = this.#part(ahead, hourOfDay);
    const enough = part !== undefined && part.size >= forecastLimits.enoughErrors;
    return (enough ? part : this.#ofBlock[blockOf(ahead)])?.between(confidence);
  }

  #part(ahead: number, hourOfDay: number): SortedWindow | undefined {
    return this.#ofPart[blockOf(ahead)]?.[Math.floor((hourOfDay * partsOfDay) / 24)];
  }
}

/** As many errors as a block of hours makes within the memory. */
function capacityOf(last: number, index: number): number {
  const width = last - (blocks[index - 1] ?? 0);
  return (width * forecastLimits.memory) / forecastLimits.step;
}

/** The latest numbers up to a limit, in order of size. */
class SortedWindow {
  readonly #sorted: number[] = [];
  readonly #queue: number[] = [];

  constructor(readonly limit: number) {}

  get size(): number {
    return this.#sorted.length;
  }

  add(value: number): void {
    this.#queue.push(value);
    this.#sorted.splice(this.#indexOf(value), 0, value);
    if (this.#queue.length <= this.limit) return;
    const oldest = this.#queue.shift();
    if (oldest !== undefined) this.#sorted.splice(this.#indexOf(oldest), 1);
  }

  between(confidence: number): Spread | undefined {
    // How many stay outside at each end; a hair more, lest 10 come out as 9.999.
    const outside = Math.floor(((this.size + 1) * (1 - confidence)) / 2 + 1e-9);
    const low = this.#sorted[Math.max(0, outside - 1)];
    const high = this.#sorted[Math.min(this.size - 1, this.size - outside)];
    return low === undefined || high === undefined ? undefined : { low, high };
  }

  /** Where a value stands, or would. */
  #indexOf(value: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
