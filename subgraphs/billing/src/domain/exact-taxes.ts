import { Decimal, decimalText } from '@voltpark/rating/decimal';
import { minorDigitsOf } from '@voltpark/rating/invoice-rounding';
import type { ChargeLine } from './charge.js';
import type { TaxAmount } from './invoice.js';

/** What a tax rate comes to, and what rounding added to the exact sum of its lines. Major units, exact. */
export interface ExactTax extends TaxAmount {
  readonly exactGross: string;
  readonly roundingDifference: string;
}

const isSameRate = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : new Decimal(a).equals(b);

/** Explains the cent that a tax rate's rounded sum may differ by from its lines. */
export function exactTaxes(
  taxes: readonly TaxAmount[],
  lines: readonly ChargeLine[],
  currency: string,
): ExactTax[] {
  const unit = new Decimal(10).pow(minorDigitsOf(currency));
  return taxes.map((tax) => {
    const exact = lines
      .filter(({ taxPercent }) => isSameRate(taxPercent, tax.taxPercent))
      .reduce((sum, { inclTax }) => sum.plus(inclTax), new Decimal(0));
    const rounded = new Decimal(tax.grossMinor).div(unit);
    return {
      ...tax,
      exactGross: decimalText(exact),
      roundingDifference: decimalText(rounded.minus(exact)),
    };
  });
}
