import type { LiveItem } from './live-item.js';
import type { LiveEvent } from './port.js';

/** The follower took its events more slowly than they came, and was ended. */
export class FollowerTooSlowError extends Error {
  override readonly name = 'FollowerTooSlowError';
  readonly code = 'FOLLOWER_TOO_SLOW';
}

/** What one follower wants to see. */
export interface Interest {
  readonly types: readonly string[];
  /** Undefined: events of every key. */
  readonly key: string | undefined;
}

/** The event of an item, when it is one that the interest asks for. */
export function matching(item: LiveItem, interest: Interest): LiveEvent | undefined {
  if (!interest.types.includes(item.type)) return undefined;
  const live = item.read();
  // Subjects are coarser than keys: characters that NATS reserves are replaced in them.
  return interest.key === undefined || live?.event.key === interest.key ? live : undefined;
}

/** One who follows: a bounded queue between the shared consumer and one iterator. */
export class Follower implements AsyncIterableIterator<LiveEvent> {
  readonly #queue: LiveEvent[] = [];
  #wake: (() => void) | undefined;
  #ended: { readonly error?: Error } | undefined;
  #history: AsyncGenerator<LiveEvent, void, undefined> | undefined;
  readonly #gone = new AbortController();

  /**
   * @param position events up to it are not for this follower
   * @param leave called once when the follower is gone
   */
  constructor(
    readonly interest: Interest,
    public position: number,
    private readonly lag: number,
    private readonly leave: (follower: Follower) => void,
  ) {}

  /** Aborted when the follower has gone or was ended. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** What comes before the queue. */
  set history(history: AsyncGenerator<LiveEvent, void, undefined>) {
    this.#history = history;
  }

  /** A later event of the stream. */
  push(live: LiveEvent): void {
    if (this.#ended !== undefined || live.position <= this.position) return;
    this.position = live.position;
    if (this.#queue.length >= this.lag) {
      this.#queue.length = 0;
      this.end(new FollowerTooSlowError(`More than ${this.lag} events behind.`));
      return;
    }
    this.#queue.push(live);
    this.#wake?.();
  }

  /** Nothing more will come; with an error, the iterator throws it after what is queued. */
  end(error?: Error): void {
    this.#ended ??= error === undefined ? {} : { error };
    this.#go();
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<LiveEvent, undefined>> {
    for (;;) {
      const old = await this.#fromHistory();
      if (old !== undefined) return { done: false, value: old };
      const live = this.#queue.shift();
      if (live !== undefined) return { done: false, value: live };
      if (this.#ended !== undefined) {
        const { error } = this.#ended;
        this.#ended = {};
        if (error !== undefined) throw error;
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  async return(): Promise<IteratorResult<LiveEvent, undefined>> {
    this.#queue.length = 0;
    this.#ended = {};
    this.#go();
    this.#wake?.();
    await this.#history?.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #fromHistory(): Promise<LiveEvent | undefined> {
    if (this.#history === undefined) return undefined;
    try {
      const { done, value } = await this.#history.next();
      if (done !== true) return value;
      this.#history = undefined;
      return undefined;
    } catch (error) {
      this.#history = undefined;
      this.#queue.length = 0;
      this.end(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }

  #go(): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort();
    this.leave(this);
  }
}
