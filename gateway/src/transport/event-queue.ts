/**
 * Events on their way from a socket to their only reader. Not an async generator: while one of those waits,
 * its `return()` waits too, and a reader who left would be kept until the next event.
 */
export class EventQueue<Event> implements AsyncIterableIterator<Event, undefined> {
  readonly #waiting: Event[] = [];
  #reader:
    | { resolve(result: IteratorResult<Event, undefined>): void; reject(error: unknown): void }
    | undefined;
  #end: { readonly error?: unknown } | undefined;

  constructor(
    /** More than so many unread events break the queue. */
    private readonly capacity: number,
    /** Called once, when the reader wants no more. */
    private readonly left: () => void,
  ) {}

  /** Hands an event to the reader. False when the queue is full, broken off or finished. */
  push(event: Event): boolean {
    if (this.#end) return false;
    if (this.#reader) {
      this.#reader.resolve({ done: false, value: event });
      this.#reader = undefined;
      return true;
    }
    if (this.#waiting.length >= this.capacity) return false;
    this.#waiting.push(event);
    return true;
  }

  /** Nothing follows. What waits is still read. */
  finish(): void {
    this.#conclude({});
  }

  /** The source broke. What waits is still read, then the reader gets the error. */
  break(error: unknown): void {
    this.#conclude({ error });
  }

  #conclude(end: { readonly error?: unknown }): void {
    if (this.#end) return;
    this.#end = end;
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) this.#answerEnd(end).then(reader.resolve, reader.reject);
  }

  #answerEnd(end: { readonly error?: unknown }): Promise<IteratorResult<Event, undefined>> {
    if (!('error' in end)) return Promise.resolve({ done: true, value: undefined });
    // Once: whoever reads on finds the queue finished.
    this.#end = {};
    return Promise.reject(end.error);
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    const [event] = this.#waiting.splice(0, 1);
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#end) return this.#answerEnd(this.#end);
    return new Promise((resolve, reject) => (this.#reader = { resolve, reject }));
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#waiting.length = 0;
    if (!this.#end) this.left();
    this.finish();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
