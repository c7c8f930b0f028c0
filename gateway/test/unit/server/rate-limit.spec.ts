import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../src/server/rate-limit.js';

const rate = { burst: 3, perSecond: 2 };

describe('a client', () => {
  it('may ask as often as its burst at once, then waits for the next token', () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    expect([1, 2, 3].map(() => limiter.take('a', rate))).toEqual([0, 0, 0]);
    expect(limiter.take('a', rate)).toBe(1);
    expect(limiter.take('b', rate)).toBe(0);
    now = 499;
    expect(limiter.take('a', rate)).toBe(1);
    now = 500;
    expect(limiter.take('a', rate)).toBe(0);
  });

  it('is told how long to wait', () => {
    const limiter = new RateLimiter(() => 0);
    limiter.take('a', { burst: 1, perSecond: 0.2 });
    expect(limiter.take('a', { burst: 1, perSecond: 0.2 })).toBe(5);
  });

  it('does not pay for being looked at', () => {
    const limiter = new RateLimiter(() => 0);
    for (let time = 0; time < 9; time += 1) expect(limiter.has('a', rate)).toBe(true);
    for (let time = 0; time < 3; time += 1) limiter.take('a', rate);
    expect(limiter.has('a', rate)).toBe(false);
  });

  it('never gets more than its burst and the rate since', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 60 }), (pauses) => {
        let now = 0;
        const limiter = new RateLimiter(() => now);
        let granted = 0;
        for (const pause of pauses) {
          now += pause;
          if (limiter.take('a', rate) === 0) granted += 1;
        }
        expect(granted).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.perSecond + 1e-6);
      }),
    );
  });
});
