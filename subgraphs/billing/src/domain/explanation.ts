import { minorDigitsOf } from '@voltpark/rating/invoice-rounding';
import { chargeKinds, type ChargeLine } from './charge.js';
import { amountsOf } from './document.js';
import type { LiveInvoice } from './invoice.js';
import { limits } from './limits.js';
import { majorOf } from './money.js';
import { isSameDebtor, type Debtor } from './visit.js';

/** A line as far as it tells what is charged for: two of these are the same position of a bill. */
const positionOf = ({ kind, sourceId, rule, description, unitPrice }: ChargeLine) =>
  JSON.stringify([kind, sourceId, rule, description, unitPrice]);

/**
 * What a correction changed, in sentences: who owes it, what it comes to, and each position that was added, dropped
 * or came to something else.
 */
export function explain(
  live: readonly LiveInvoice[],
  invoiced: readonly ChargeLine[],
  bill: { readonly debtor: Debtor; readonly lines: readonly ChargeLine[] },
  currency: string,
): readonly string[] {
  const digits = minorDigitsOf(currency);
  const said = (minor: number) => `${majorOf(minor, digits)} ${currency}`;
  const before = amountsOf(invoiced, currency);
  const after = amountsOf(bill.lines, currency);
  const numbers = live.map(({ document }) => document.number).join(', ');
  const difference = after.totalMinor - before.totalMinor;
  const sentences = [
    `Replaces ${numbers}: ${said(after.totalMinor)} instead of ${said(before.totalMinor)}, a difference of ${said(difference)}.`,
  ];
  if (live.some((invoice) => !isSameDebtor(invoice, bill.debtor))) {
    const was =
      live.map(({ registration }) => registration).find((one) => one !== null) ?? 'unknown';
    sentences.push(
      was === bill.debtor.registration
        ? 'It is made out to another customer.'
        : `The registration was corrected from ${was} to ${bill.debtor.registration}.`,
    );
  }
  for (const kind of chargeKinds) sentences.push(...changesOf(kind, invoiced, bill.lines));
  return sentences.slice(0, limits.explanationLines);
}

function changesOf(
  kind: ChargeLine['kind'],
  before: readonly ChargeLine[],
  after: readonly ChargeLine[],
): string[] {
  const positions = (lines: readonly ChargeLine[]) => {
    const found = new Map<string, ChargeLine[]>();
    for (const line of lines) {
      if (line.kind !== kind) continue;
      const key = positionOf(line);
      found.set(key, [...(found.get(key) ?? []), line]);
    }
    return found;
  };
  const were = positions(before);
  const are = positions(after);
  return [...new Set([...were.keys(), ...are.keys()])].flatMap((key) => {
    const was = told(were.get(key));
    const is = told(are.get(key));
    const [line] = are.get(key) ?? were.get(key) ?? [];
    if (was === is || line === undefined) return [];
    return [`${kind} – ${line.description}: ${was ?? 'nothing'} before, ${is ?? 'nothing'} now.`];
  });
}

function told(lines: readonly ChargeLine[] | undefined): string | undefined {
  return lines
    ?.map(({ quantity, unit, inclTax }) => `${quantity} ${unit}, ${inclTax}`)
    .join(' and ');
}
