import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Decimals for prices: 60 significant digits, so that nothing but a division that never ends is ever cut.
 * A copy of its own, as decimal.js keeps its settings on the class.
 */
export const Decimal = DecimalJs.clone({
  precision: 60,
  rounding: DecimalJs.ROUND_HALF_UP,
  toExpNeg: -1_000,
  toExpPos: 1_000,
});
export type Decimal = DecimalJs;

/** Digits behind the point that amounts on lines have at most. */
const amountDigits = 18;
/** Digits behind the point that are written even when they are zero. */
const leastDigits = 2;

/**
 * An amount as it may stand on a line: thirds and the like end at the 18th digit behind the point. Lines are cut
 * before they are summed, so that a total is the sum of its lines to the last digit.
 */
export function lineAmount(amount: Decimal): Decimal {
  return amount.toDecimalPlaces(amountDigits);
}

/** All digits, without exponent, at least two behind the point: `5.00`, `0.3333`, `-12.50`. */
export function decimalText(decimal: Decimal): string {
  const exact = decimal.isZero() ? new Decimal(0) : decimal;
  return exact.toFixed(Math.max(leastDigits, exact.decimalPlaces()));
}
