import { describe, expect, it } from 'vitest';
import { Retry } from '../../../src/subscriptions/retry.js';

const limits = {
  firstRetryMs: 100,
  longestRetryMs: 400,
  heldMs: 30_000,
  giveUpFirstMs: 1_000,
  giveUpMs: 5_000,
};
const retry = () => new Retry(limits, () => 1);

describe('Trying a broken upstream again', () => {
  it('waits longer and longer, up to the longest pause', () => {
    const trying = retry();
    const pauses = [1, 2, 3, 4].map(() => trying.pauseAfter(false, 0));
    expect(pauses).toEqual([100, 200, 400, 400]);
  });

  it('gives up soon on one that never worked', () => {
    const trying = retry();
    const pauses = [1, 2, 3, 4, 5].map(() => trying.pauseAfter(false, 0));
    expect(pauses).toEqual([100, 200, 400, 400, undefined]);
  });

  it('is more patient with one that has worked', () => {
    const trying = retry();
    trying.pauseAfter(true, 0);
    const pauses = Array.from({ length: 20 }, () => trying.pauseAfter(false, 0));
    expect(pauses.indexOf(undefined)).toBeGreaterThan(10);
  });

  it('begins anew when it worked in between, or held for long without a word', () => {
    const trying = retry();
    for (let attempt = 0; attempt < 3; attempt += 1) trying.pauseAfter(false, 0);
    expect(trying.pauseAfter(true, 0)).toBe(100);
    trying.pauseAfter(false, 0);
    expect(trying.pauseAfter(false, 60_000)).toBe(100);
  });
});
