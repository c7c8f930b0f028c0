import { claimEntries, creditEntries, type Claim } from './claim.js';
import type { LedgerEntry } from './ledger.js';
import type { MoneyEvent, PaymentMoved } from './money-events.js';
import { hasComeToNothing, isCaptured, type Payment } from './payment.js';
import { receivableTermsOf, type OpenReceivable } from './receivable.js';
import { settling } from './settle-capture.js';
import { isOpenRefund, type Refund } from './refund.js';
import type { Settlement } from './settlement.js';

/** From the issue of an invoice on something is owed; where that is nothing, it is paid at once. */
export function openReceivable(claim: Claim): MoneyEvent[] {
  const terms = { ...receivableTermsOf(claim), version: 0 };
  if (claim.totalMinor < 0) throw new Error(`Invoice ${claim.invoiceId} claims less than nothing.`);
  const entries = claimEntries(claim);
  if (claim.totalMinor === 0) {
    const paidAt = claim.issuedAt;
    const receivable = { ...terms, version: 1, status: 'PAID', paidAt } as const;
    return [
      { type: 'ReceivableOpened', receivable, entries },
      { type: 'InvoicePaid', receivable },
    ];
  }
  return [{ type: 'ReceivableOpened', receivable: openOf(claim), entries }];
}

const openOf = (claim: Claim): OpenReceivable => ({
  ...receivableTermsOf(claim),
  version: 0,
  status: 'OPEN',
  owedMinor: claim.totalMinor,
  dunning: null,
});

/** An invoice that a credit note takes back, and what it posted. */
export interface Credited {
  readonly settlement: Settlement;
  readonly creditNoteId: string;
  readonly issued: readonly LedgerEntry[];
}

/**
 * Invoices are taken back, and one may stand in for them. What was paid pays that one, also what is still under way;
 * where none stands in, all of it becomes a surplus, which goes back.
 */
export function replaceReceivables(
  credited: readonly Credited[],
  by: Claim | null,
  at: Date,
): MoneyEvent[] {
  const cancelled = credited.flatMap((one) => cancel(one, by?.invoiceId ?? null, at));
  if (by === null) return cancelled;
  const moved = credited.flatMap(({ settlement }) => movedTo(settlement, by.invoiceId, at));
  const movedMinor = sumOf(moved, (event) => event.movedMinor);
  // What is on its way back to the customer does not pay anything.
  const leavingMinor = sumOf(
    credited.flatMap(({ settlement }) => settlement.refunds.filter(isOnItsWayBack)),
    ({ amountMinor }) => amountMinor,
  );
  const opened = openReceivable(by);
  const paid = by.totalMinor === 0 ? [] : settling(openOf(by), movedMinor - leavingMinor, at);
  return [...cancelled, ...opened, ...moved, ...paid];
}

function cancel(
  { settlement, creditNoteId, issued }: Credited,
  replacedById: string | null,
  at: Date,
): MoneyEvent[] {
  const { receivable } = settlement;
  if (receivable.status === 'CANCELLED') return [];
  const { version } = receivable;
  const terms = { ...receivableTermsOf(receivable), version };
  const ended = { status: 'CANCELLED', cancelledAt: at, creditNoteId, replacedById } as const;
  const entries = creditEntries(issued, creditNoteId, at);
  return [{ type: 'ReceivableCancelled', receivable: { ...terms, ...ended }, entries }];
}

function movedTo(
  { receivable, payments }: Settlement,
  invoiceId: string,
  at: Date,
): PaymentMoved[] {
  const fundsOf = (payment: Payment) => (isCaptured(payment) ? payment.fundsMinor : 0);
  return payments
    .filter((payment) => !hasComeToNothing(payment))
    .map((payment) => ({
      type: 'PaymentMoved',
      payment: { ...payment, invoiceId },
      fromInvoiceId: receivable.invoiceId,
      movedMinor: fundsOf(payment),
      at,
    }));
}

const isOnItsWayBack = (refund: Refund) => isOpenRefund(refund) && refund.cause === 'SURPLUS';

const sumOf = <Item>(items: readonly Item[], amountOf: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + amountOf(item), 0);
