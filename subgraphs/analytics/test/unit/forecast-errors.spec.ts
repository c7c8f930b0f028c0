import { describe, expect, it } from 'vitest';
import { PastErrors } from '../../src/domain/forecast-errors.js';

describe('past errors', () => {
  it('say nothing before the first', () => {
    expect(new PastErrors().spread(1, 12, 0.8)).toBeUndefined();
  });

  it('hold the share of errors that is asked for', () => {
    const errors = new PastErrors();
    for (let index = 1; index <= 99; index += 1) errors.add(30, 12, index - 50);
    // Ranks 10 and 90 of 99.
    expect(errors.spread(30, 12, 0.8)).toEqual({ low: -40, high: 40 });
  });

  it('are as wide as all that is known as long as too few are known for the confidence', () => {
    const errors = new PastErrors();
    for (const error of [0.2, -0.3, 0.1]) errors.add(1, 12, error);
    expect(errors.spread(1, 12, 0.95)).toEqual({ low: -0.3, high: 0.2 });
  });

  it('keep parts of the day apart once enough is known of one', () => {
    const errors = new PastErrors();
    for (let index = 0; index < 60; index += 1) {
      errors.add(20, 3, 0.01);
      if (index < 10) errors.add(20, 15, 0.4);
    }
    expect(errors.spread(20, 3, 0.95)).toEqual({ low: 0.01, high: 0.01 });
    expect(errors.spread(20, 15, 0.95)).toEqual({ low: 0.01, high: 0.4 });
  });

  it('keep far and near apart', () => {
    const errors = new PastErrors();
    errors.add(1, 12, 0.01);
    errors.add(48, 12, 0.5);
    expect(errors.spread(1, 12, 0.8)?.high).toBe(0.01);
    expect(errors.spread(40, 12, 0.8)?.high).toBe(0.5);
  });

  it('forget what is long ago', () => {
    const errors = new PastErrors();
    for (let index = 0; index < 1_000; index += 1) errors.add(1, 12, 0.9);
    for (let index = 0; index < 1_000; index += 1) errors.add(1, 12, index % 2 === 0 ? 0.1 : -0.1);
    expect(errors.spread(1, 12, 0.95)).toEqual({ low: -0.1, high: 0.1 });
  });
});
