/** How long to go on trying, and in what rhythm. */
export interface RetryLimits {
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** An upstream that held so long has worked, even if it had nothing to say. */
  readonly heldMs: number;
  /** Patience with an upstream that has never worked. */
  readonly giveUpFirstMs: number;
  /** Patience with one that has. */
  readonly giveUpMs: number;
}

/**
 * When to try a broken upstream again: exponential back-off with jitter, from the start again whenever it
 * worked in between. An upstream has worked when it yielded an event, or when it held for a while: an
 * idle one says nothing for hours.
 */
export class Retry {
  #failingForMs = 0;
  #pauseMs: number;
  #hasWorked = false;

  constructor(
    private readonly limits: RetryLimits,
    private readonly random: () => number = Math.random,
  ) {
    this.#pauseMs = limits.firstRetryMs;
  }

  /**
   * Takes in that an attempt failed.
   * @param hadEvents whether it yielded any event
   * @param lastedMs how long it held
   * @returns how long to wait before the next; undefined to give up
   */
  pauseAfter(hadEvents: boolean, lastedMs: number): number | undefined {
    if (hadEvents || lastedMs > this.limits.heldMs) {
      this.#hasWorked = true;
      this.#failingForMs = 0;
      this.#pauseMs = this.limits.firstRetryMs;
    } else {
      this.#failingForMs += lastedMs;
    }
    if (this.#failingForMs > (this.#hasWorked ? this.limits.giveUpMs : this.limits.giveUpFirstMs)) {
      return undefined;
    }
    const pauseMs = this.#pauseMs * (0.5 + this.random() / 2);
    this.#failingForMs += pauseMs;
    this.#pauseMs = Math.min(this.#pauseMs * 2, this.limits.longestRetryMs);
    return pauseMs;
  }
}
