import type { MoneyEvent } from './money-events.js';
import { isCaptured, reservedMinor, type CapturedPayment, type Payment } from './payment.js';
import { dueMinor, owedMinor, type Receivable } from './receivable.js';
import { isOpenRefund, type Refund } from './refund.js';

/** What is owed on an invoice, every payment of it and every refund of those: held while any of them changes. */
export interface Settlement {
  readonly receivable: Receivable;
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
}

/** What another payment could take: what is owed and nobody is paying right now. Below zero after a correction. */
export function payableMinor({ receivable, payments }: Settlement): number {
  return owedMinor(receivable) - total(payments, reservedMinor);
}

/** What was paid and settles nothing: there is none before a correction lowers what is due. */
export function surplusMinor({ receivable, payments }: Settlement): number {
  const fundsMinor = total(payments.filter(isCaptured), (payment) => payment.fundsMinor);
  return fundsMinor - (dueMinor(receivable) - owedMinor(receivable));
}

/** The surplus that no refund is under way for. */
export function surplusToGiveBackMinor(settlement: Settlement): number {
  const onItsWay = total(settlement.refunds.filter(isOpenRefund), ({ amountMinor }) => amountMinor);
  return Math.max(0, surplusMinor(settlement) - onItsWay);
}

/** The payment of that id. @throws Error when it is not one of this invoice */
export function paymentOf({ receivable, payments }: Settlement, paymentId: string): Payment {
  const payment = payments.find(({ id }) => id === paymentId);
  if (payment === undefined) {
    throw new Error(`${paymentId} is no payment of invoice ${receivable.invoiceId}.`);
  }
  return payment;
}

/** The payments whose money the invoice has, the latest first. */
export function fundingPayments({ payments }: Settlement): CapturedPayment[] {
  return payments
    .filter(isCaptured)
    .sort((a, b) => b.capturedAt.getTime() - a.capturedAt.getTime() || (a.id < b.id ? 1 : -1));
}

/** The settlement after events of it. */
export function settlementAfter(settlement: Settlement, events: readonly MoneyEvent[]): Settlement {
  return events.reduce(after, settlement);
}

function after(settlement: Settlement, event: MoneyEvent): Settlement {
  const { invoiceId } = settlement.receivable;
  const receivable = 'receivable' in event ? event.receivable : settlement.receivable;
  const payments =
    'payment' in event
      ? [...settlement.payments.filter(({ id }) => id !== event.payment.id), event.payment]
      : settlement.payments;
  const refunds =
    'refund' in event
      ? [...settlement.refunds.filter(({ id }) => id !== event.refund.id), event.refund]
      : settlement.refunds;
  // What moved to another invoice is no longer of this one.
  return { receivable, refunds, payments: payments.filter((one) => one.invoiceId === invoiceId) };
}

function total<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}
