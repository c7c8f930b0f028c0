import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { afterDelay } from '../../../src/subscriptions/timer.js';

const dayMs = 24 * 60 * 60 * 1_000;

describe('Something to be done later', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is done then, even when that is further away than a timer can count', () => {
    const act = vi.fn<() => void>();
    afterDelay(60 * dayMs, act);
    vi.advanceTimersByTime(59 * dayMs);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(dayMs);
    expect(act).toHaveBeenCalledOnce();
  });

  it('is done at once when it is overdue', () => {
    const act = vi.fn<() => void>();
    afterDelay(-5, act);
    vi.advanceTimersByTime(0);
    expect(act).toHaveBeenCalledOnce();
  });

  it('can be called off at any time', () => {
    const act = vi.fn<() => void>();
    const callOff = afterDelay(60 * dayMs, act);
    vi.advanceTimersByTime(40 * dayMs);
    callOff();
    vi.advanceTimersByTime(40 * dayMs);
    expect(act).not.toHaveBeenCalled();
  });
});
