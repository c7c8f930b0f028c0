import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  digitsOf,
  fraction,
  fractionOf,
  minus,
  nearest,
  plus,
  roundedUp,
  textOf,
  times,
} from '../../../src/decimal-fraction.js';
import { Decimal } from '../../../src/decimal.js';

const third = fraction(1n, 3n);

describe('fractions', { timeout: 60_000 }, () => {
  it('read any number by its shortest notation', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { digits, places } = digitsOf(value);
        expect(new Decimal(digits.toString()).times(new Decimal(10).pow(-places)).eq(value)).toBe(
          true,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('read decimals as they are written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 8 }),
        (digits, places) => {
          const text = new Decimal(digits).div(new Decimal(10).pow(places)).toFixed();
          expect(textOf(fractionOf(text))).toBe(new Decimal(text).toFixed());
          expect(textOf(fractionOf(Number(text)))).toBe(new Decimal(text).toFixed());
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are exact where decimals end', () => {
    expect(textOf(plus(plus(third, third), third))).toBe('1');
    expect(textOf(times(third, fraction(3n, 8n)))).toBe('0.125');
    expect(textOf(minus(fractionOf('0.3'), fractionOf(0.1)))).toBe('0.2');
  });

  it('are written to the nearest 18th digit, and with as many as are asked for', () => {
    expect(textOf(third)).toBe('0.333333333333333333');
    expect(textOf(fraction(-2n, 3n))).toBe('-0.666666666666666667');
    expect(textOf(fraction(5n), 2)).toBe('5.00');
    expect(textOf(fraction(0n), 2)).toBe('0.00');
    expect(textOf(nearest(fraction(-5n, 2n), 0))).toBe('-3');
  });

  it('are rounded up to whole steps', () => {
    expect(textOf(roundedUp(fractionOf('20.45'), fractionOf('0.1')))).toBe('20.5');
    expect(textOf(roundedUp(fractionOf('20.5'), fractionOf('0.1')))).toBe('20.5');
    expect(textOf(roundedUp(fraction(0n), fraction(1n)))).toBe('0');
  });
});
