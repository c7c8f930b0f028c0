import type { Frame } from './frame.js';

/** How much a ring keeps. */
export interface RingLimits {
  readonly ringFrames: number;
  /** Characters of JSON text, all frames together. */
  readonly ringCharacters: number;
  /** What a ring keeps in any case, also when all rings together keep too much. */
  readonly ringFramesAtLeast: number;
}

/** What all rings of a gateway may keep together. */
export class RingBudget {
  #characters = 0;

  constructor(private readonly limits: { readonly ringsCharacters: number }) {}

  get isExceeded(): boolean {
    return this.#characters > this.limits.ringsCharacters;
  }

  spend(characters: number): void {
    this.#characters += characters;
  }
}

/**
 * The last frames of a line, by position. `floor` is the position behind which every frame is here: whoever
 * has seen everything up to `floor` or later can go on from the ring.
 */
export class FrameRing {
  #frames: Frame[] = [];
  /** Frames before this index have been evicted; the array is compacted now and then. */
  #start = 0;
  #characters = 0;
  #floor: number | undefined;
  #evicted = false;

  constructor(
    private readonly limits: RingLimits,
    private readonly budget: RingBudget,
  ) {}

  /** Position behind which nothing is missing; undefined as long as that is not known. */
  get floor(): number | undefined {
    return this.#floor;
  }

  /** True while every frame since the beginning is still here. */
  get isWhole(): boolean {
    return !this.#evicted;
  }

  /** From here on every frame will be pushed. */
  begin(floor: number): void {
    this.#floor = floor;
  }

  /** Takes in the next frame and evicts the oldest beyond the limits. Positions must rise. */
  push(frame: Frame): void {
    this.#frames.push(frame);
    this.#characters += frame.json.length;
    this.budget.spend(frame.json.length);
    while (this.#holdsTooMuch()) this.#evictOldest();
    if (this.#start > this.limits.ringFrames) {
      this.#frames = this.#frames.slice(this.#start);
      this.#start = 0;
    }
  }

  #holdsTooMuch(): boolean {
    const { ringFrames, ringCharacters, ringFramesAtLeast } = this.limits;
    const count = this.#frames.length - this.#start;
    if (count > ringFrames || this.#characters > ringCharacters) return true;
    return count > ringFramesAtLeast && this.budget.isExceeded;
  }

  /** The line is over: nothing is kept for it any more. */
  clear(): void {
    this.budget.spend(-this.#characters);
    this.#characters = 0;
    this.#frames = [];
    this.#start = 0;
    this.#floor = undefined;
  }

  #evictOldest(): void {
    const oldest = this.#frames[this.#start];
    if (oldest === undefined) return;
    this.#frames[this.#start] = emptied;
    this.#start += 1;
    this.#characters -= oldest.json.length;
    this.budget.spend(-oldest.json.length);
    this.#floor = oldest.position;
    this.#evicted = true;
  }

  /** True when all frames behind the position are here. */
  reaches(position: number): boolean {
    return this.#floor !== undefined && this.#floor <= position;
  }

  /** Frames behind a position, in order. */
  behind(position: number): readonly Frame[] {
    return this.#frames.slice(this.#indexBehind(position));
  }

  /** How many frames stand behind a position. */
  countBehind(position: number): number {
    return this.#frames.length - this.#indexBehind(position);
  }

  /** Position of the frame with this cursor, when it is here. */
  positionOf(cursor: string): number | undefined {
    for (let index = this.#frames.length - 1; index >= this.#start; index -= 1) {
      const frame = this.#frames[index];
      if (frame?.cursor === cursor) return frame.position;
    }
    return undefined;
  }

  #indexBehind(position: number): number {
    let low = this.#start;
    let high = this.#frames.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#frames[middle]?.position ?? Infinity) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Stands where an evicted frame stood until the array is compacted, so that its text can be freed. */
const emptied = { json: '', cursor: undefined, position: -Infinity } as Frame;
