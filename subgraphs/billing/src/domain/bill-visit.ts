import { Decimal, decimalText } from '@voltpark/rating/decimal';
import type { ChargeLine } from './charge.js';
import { sumOf } from './charges.js';
import { amountsOf, isSameMoney, mirroredLines } from './document.js';
import { explain } from './explanation.js';
import { isLive, type Invoice, type LiveInvoice } from './invoice.js';
import { isSameDebtor, type Debtor } from './visit.js';

/** What a visit is to be billed as. */
export interface Bill {
  /** The stay that is billed, for itself and for those merged into it. */
  readonly parkingSessionId: string;
  readonly debtor: Debtor;
  /** Parking up to this instant is in it. */
  readonly until: Date;
  readonly lines: readonly ChargeLine[];
}

/** What has to be done, so that the documents of a visit say what its bill says. */
export type BillingStep =
  /** Nothing: they do. */
  | { readonly step: 'NONE' }
  /** The first invoice, which the draft becomes. */
  | { readonly step: 'ISSUE'; readonly lines: readonly ChargeLine[] }
  /** On top of what was invoiced. */
  | {
      readonly step: 'SUPPLEMENT';
      readonly lines: readonly ChargeLine[];
      readonly explanation: readonly string[];
    }
  /** Take back all that was invoiced and issue anew. */
  | {
      readonly step: 'CORRECT';
      readonly credited: readonly LiveInvoice[];
      readonly reissued: readonly ChargeLine[];
      readonly explanation: readonly string[];
    };

/**
 * Compares what a visit is to be billed as with what was invoiced.
 *
 * A stay that was settled and went on is billed the difference; whatever else changed takes back what was invoiced
 * and bills anew. Where the money is the same, rate by rate and kind by kind, no document is made.
 * @param existing all documents of the visit and its parts, the oldest first
 * @param rateAt what the visit would have come to, by what is known today, when it had ended at another instant
 */
export function decideBilling(
  bill: Bill,
  existing: readonly Invoice[],
  currency: string,
  rateAt: (until: Date) => readonly ChargeLine[],
): BillingStep {
  const live = existing.filter(isLive);
  const last = live.at(-1);
  if (last === undefined) return { step: 'ISSUE', lines: bill.lines };
  const invoiced = live.flatMap(({ document }) => document.lines);
  const isSame = live.every(
    (invoice) =>
      isSameDebtor(invoice, bill.debtor) && invoice.parkingSessionId === bill.parkingSessionId,
  );
  if (isSame && isSameMoney(invoiced, bill.lines, currency)) return { step: 'NONE' };
  const settledAt = last.parkingPaidUntil;
  if (isSame && settledAt !== null && settledAt < bill.until) {
    const supplement = supplementOf(live, invoiced, bill, currency, rateAt(settledAt));
    if (supplement !== null) return supplement;
  }
  const explanation = explain(live, invoiced, bill, currency);
  return { step: 'CORRECT', credited: live, reissued: bill.lines, explanation };
}

/** The difference, when nothing but time has passed since the last invoice, and no tax rate comes to less; else null. */
function supplementOf(
  live: readonly LiveInvoice[],
  invoiced: readonly ChargeLine[],
  bill: Bill,
  currency: string,
  thenToday: readonly ChargeLine[],
): BillingStep | null {
  if (!isSameMoney(invoiced, thenToday, currency)) return null;
  const lines = [...bill.lines, ...deductions(live)];
  const { taxes } = amountsOf(lines, currency);
  if (taxes.some(({ grossMinor, taxMinor }) => grossMinor < 0 || taxMinor < 0)) return null;
  const numbers = live.map(({ document }) => document.number).join(', ');
  const explanation = [
    `The stay went on after it had been settled. What was invoiced with ${numbers} is deducted.`,
  ];
  return { step: 'SUPPLEMENT', lines, explanation };
}

/** What was invoiced, as one line an invoice, kind, source and tax rate, with the other sign. */
function deductions(live: readonly LiveInvoice[]): ChargeLine[] {
  return live.flatMap((invoice) => {
    const groups = new Map<string, ChargeLine[]>();
    for (const line of invoice.document.lines) {
      const key = JSON.stringify([line.kind, line.sourceType, line.sourceId, line.taxPercent]);
      groups.set(key, [...(groups.get(key) ?? []), line]);
    }
    return [...groups.values()].flatMap((lines) => deduction(invoice, lines));
  });
}

function deduction({ document }: LiveInvoice, lines: readonly ChargeLine[]): ChargeLine[] {
  const [first] = lines;
  const [negative] = mirroredLines(lines.slice(0, 1));
  const sum = sumOf(mirroredLines(lines));
  if (first === undefined || negative === undefined || new Decimal(sum.inclTax).isZero()) return [];
  const starts = lines.map(({ start }) => start).toSorted();
  const ends = lines.map(({ end }) => end).toSorted();
  return [
    {
      ...negative,
      rule: `invoice.${document.number}`,
      description: `Invoiced before with ${document.number}`,
      start: starts[0] ?? first.start,
      end: ends.at(-1) ?? first.end,
      quantity: '1',
      unit: 'session',
      unitPrice: decimalText(new Decimal(sum.inclTax)),
      taxIncluded: true,
      ...sum,
    },
  ];
}
