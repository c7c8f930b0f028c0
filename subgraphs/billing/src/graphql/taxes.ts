import type { ChargeLine } from '../domain/charge.js';
import { exactTaxes } from '../domain/exact-taxes.js';
import type { TaxAmount } from '../domain/invoice.js';
import { money } from './money.js';

/** Rows of a document's tax rates, with what rounding made of the lines' exact sums. */
export function taxRows(
  taxes: readonly TaxAmount[],
  lines: readonly ChargeLine[],
  currency: string,
) {
  return exactTaxes(taxes, lines, currency).map((tax) => ({
    taxPercent: tax.taxPercent,
    net: money(tax.netMinor, currency),
    tax: money(tax.taxMinor, currency),
    gross: money(tax.grossMinor, currency),
    exactGross: tax.exactGross,
    roundingDifference: tax.roundingDifference,
  }));
}
