import { describe, expect, it } from 'vitest';
import {
  countFailure,
  globally,
  perEmail,
  refuseAttempt,
  type Throttle,
} from '../../src/domain/throttle.js';
import { later, now } from '../support/builders.js';

/** The state after failures at these seconds. */
const after = (...seconds: number[]): Throttle | null =>
  seconds.reduce<Throttle | null>(
    (state, second) => countFailure(state, perEmail, later(second)),
    null,
  );

describe('the throttle of an address', () => {
  it('hears the first five attempts', () => {
    expect(refuseAttempt(null, now)).toBeUndefined();
    expect(refuseAttempt(after(0, 1, 2, 3), later(4))).toBeUndefined();
  });

  it('refuses the sixth for thirty seconds, and says how long', () => {
    expect(refuseAttempt(after(0, 1, 2, 3, 4), later(5))).toEqual({
      type: 'TooManyAttempts',
      message: 'There were too many attempts. Wait a little.',
      retryAfter: later(34),
      retryAfterSeconds: 29,
    });
    expect(refuseAttempt(after(0, 1, 2, 3, 4), later(34))).toBeUndefined();
  });

  it.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [4, 480],
    [5, 900],
    [50, 900],
  ])('after %i more failures blocks for %i seconds', (more, seconds) => {
    const failures = Array.from({ length: 5 + more }, () => 0);
    expect(after(...failures)?.blockedUntil).toEqual(later(seconds));
  });

  it('starts anew when a quarter of an hour has passed', () => {
    expect(after(0, 1, 2, 3, 900)).toEqual({
      failures: 1,
      windowStartedAt: later(900),
      blockedUntil: null,
    });
  });

  it('counts on while a block is not long over', () => {
    expect(after(0, 0, 0, 0, 0, 600)?.failures).toBe(6);
    expect(after(0, 0, 0, 0, 0, 30 + 900)?.failures).toBe(1);
  });
});

describe('the throttle of all addresses', () => {
  it('blocks for a minute after three hundred failures within one', () => {
    let state: Throttle | null = null;
    for (let failure = 0; failure < 300; failure += 1) {
      expect(refuseAttempt(state, now)).toBeUndefined();
      state = countFailure(state, globally, now);
    }
    expect(refuseAttempt(state, later(59))).toMatchObject({ retryAfterSeconds: 1 });
    expect(refuseAttempt(state, later(60))).toBeUndefined();
  });
});
