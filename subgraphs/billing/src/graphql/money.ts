import { minorDigitsOf } from '@voltpark/rating/invoice-rounding';
import { majorOf } from '../domain/money.js';

/** Minor units as the schema's Money. */
export const money = (minor: number, currency: string) => ({
  amount: majorOf(minor, minorDigitsOf(currency)),
  currency,
});
