import type { Clock } from '@voltpark/kit/clock';

/** A clock that stands still until it is set. */
export interface SetClock extends Clock {
  set(to: Date): void;
}

/** A clock that stands at this instant until it is set. */
export function setClock(at: Date): SetClock {
  let now = at;
  return {
    now: () => now,
    set(to) {
      now = to;
    },
  };
}
