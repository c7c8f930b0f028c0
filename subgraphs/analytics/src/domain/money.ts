import { minorDigitsOf } from '@voltpark/rating/invoice-rounding';

/** Minor units as an exact decimal in the currency's major unit: 1050 of EUR is `10.50`. */
export function money(minor: number, currency: string): { amount: string; currency: string } {
  const digits = minorDigitsOf(currency);
  const sign = minor < 0 ? '-' : '';
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return { amount: `${sign}${amount}`, currency };
}
