import { roundByTaxRate, spreadOverGroups } from '@voltpark/rating/invoice-rounding';
import { chargeKinds, type ChargeLine } from './charge.js';
import type { Document, KindAmount } from './invoice.js';

/** What a document says of money. */
export type Amounts = Pick<Document, 'taxes' | 'byKind' | 'netMinor' | 'taxMinor' | 'totalMinor'>;

/** What lines come to: rounded once a tax rate, and spread over the kinds so that these add up. */
export function amountsOf(lines: readonly ChargeLine[], currency: string): Amounts {
  const { rates, netMinor, taxMinor, totalMinor } = roundByTaxRate(lines, currency);
  const ofKind = spreadOverGroups(lines, ({ kind }) => kind, currency);
  const byKind = chargeKinds.flatMap((kind): KindAmount[] => {
    const part = ofKind.get(kind);
    if (part === undefined) return [];
    return [{ kind, netMinor: part.netMinor, grossMinor: part.grossMinor }];
  });
  return { taxes: rates, byKind, netMinor, taxMinor, totalMinor };
}

/** True when both come to the same money, rate by rate and kind by kind; lines of nothing do not matter. */
export function isSameMoney(
  a: readonly ChargeLine[],
  b: readonly ChargeLine[],
  currency: string,
): boolean {
  const told = (lines: readonly ChargeLine[]) => {
    const { taxes, byKind } = amountsOf(lines, currency);
    return JSON.stringify([
      taxes.filter(({ grossMinor, taxMinor }) => grossMinor !== 0 || taxMinor !== 0),
      byKind.filter(({ netMinor, grossMinor }) => netMinor !== 0 || grossMinor !== 0),
    ]);
  };
  return told(a) === told(b);
}

const negated = (amount: string): string => {
  if (/^-?0*\.?0*$/.test(amount)) return amount.replace('-', '');
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
};
const negatedMinor = (minor: number): number => (minor === 0 ? 0 : -minor);

/** Lines that take these back: the same with quantities and amounts of the other sign. */
export const mirroredLines = (lines: readonly ChargeLine[]): ChargeLine[] =>
  lines.map((line) => ({
    ...line,
    quantity: negated(line.quantity),
    exclTax: negated(line.exclTax),
    inclTax: negated(line.inclTax),
  }));

/** What a credit note says: the invoice with the other sign, to the cent, whatever was rounded. */
export function mirrored(document: Document): Amounts & Pick<Document, 'lines'> {
  return {
    lines: mirroredLines(document.lines),
    taxes: document.taxes.map(({ taxPercent, netMinor, taxMinor, grossMinor }) => ({
      taxPercent,
      netMinor: negatedMinor(netMinor),
      taxMinor: negatedMinor(taxMinor),
      grossMinor: negatedMinor(grossMinor),
    })),
    byKind: document.byKind.map(({ kind, netMinor, grossMinor }) => ({
      kind,
      netMinor: negatedMinor(netMinor),
      grossMinor: negatedMinor(grossMinor),
    })),
    netMinor: negatedMinor(document.netMinor),
    taxMinor: negatedMinor(document.taxMinor),
    totalMinor: negatedMinor(document.totalMinor),
  };
}
