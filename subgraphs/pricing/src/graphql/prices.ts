import { Decimal } from '@voltpark/rating/decimal';
import { minorDigitsOf, roundByTaxRate } from '@voltpark/rating/invoice-rounding';
import type { Rating } from '@voltpark/rating/rating';

/** A rating as the schema's `Price`. */
export const priceOf = ({ currency, total, lines }: Rating) => ({
  currency,
  ...total,
  lines: lines.map((line) => ({ ...line, start: new Date(line.start), end: new Date(line.end) })),
});

/** A rating as an invoice would round it. */
export function invoicedOf({ currency, lines }: Rating) {
  const { rates, netMinor, taxMinor, totalMinor } = roundByTaxRate(lines, currency);
  const money = moneyIn(currency);
  return {
    net: money(netMinor),
    tax: money(taxMinor),
    total: money(totalMinor),
    rates: rates.map((rate) => ({
      taxPercent: rate.taxPercent,
      net: money(rate.netMinor),
      tax: money(rate.taxMinor),
      gross: money(rate.grossMinor),
    })),
  };
}

/** Minor units as an amount in the major one. */
function moneyIn(currency: string) {
  const digits = minorDigitsOf(currency);
  return (minor: number) => ({
    currency,
    amount: new Decimal(minor).div(new Decimal(10).pow(digits)).toFixed(digits),
  });
}
