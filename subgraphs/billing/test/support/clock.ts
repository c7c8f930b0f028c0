import type { Clock } from '@voltpark/kit/clock';

/** A clock that stands still until a spec moves it. */
export interface SetClock extends Clock {
  set(at: Date): void;
}

export function setClock(at: Date): SetClock {
  let now = at;
  return {
    now: () => now,
    set(instant) {
      now = instant;
    },
  };
}
