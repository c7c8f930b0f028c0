import type { Clock } from '@voltpark/kit/clock';

/** A clock that stands still until it is set. */
export class TestClock implements Clock {
  #now: Date;

  constructor(at = new Date('2026-05-01T08:00:00.000Z')) {
    this.#now = at;
  }

  now(): Date {
    return this.#now;
  }

  /** Lets time pass. */
  pass(by: { readonly days?: number; readonly seconds?: number }): void {
    const seconds = (by.days ?? 0) * 86_400 + (by.seconds ?? 0);
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }
}
