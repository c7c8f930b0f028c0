import { unreachable } from '@voltpark/kit/decision';
import type { PaymentEvent } from './payment-events.js';
import { isCaptured, reservedMinor, type CapturedPayment, type Payment } from './payment.js';
import { isOpenRefund, type Refund } from './refund.js';

/** An invoice as far as paying it is concerned. */
export interface Bill {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly currency: string;
  readonly kind: 'INVOICE' | 'CREDIT_NOTE';
  readonly status: 'DRAFT' | 'ISSUED' | 'PAID' | 'OVERDUE' | 'CANCELLED';
  readonly totalMinor: number;
  readonly owedMinor: number;
}

/** An invoice, every payment of it and every refund of those: what is held while any of them changes. */
export interface Settlement {
  readonly bill: Bill;
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
}

/** What another payment could take: what is owed and nobody is paying right now. Below zero after a correction. */
export function payableMinor({ bill, payments }: Settlement): number {
  return bill.owedMinor - total(payments, reservedMinor);
}

/** What was paid and is not owed: nothing before a correction lowers what is due. */
export function surplusMinor({ bill, payments }: Settlement): number {
  const dueMinor = bill.status === 'CANCELLED' ? 0 : bill.totalMinor;
  return Math.max(0, total(payments.filter(isCaptured), ({ fundsMinor }) => fundsMinor) - dueMinor);
}

/** The surplus that no refund is under way for. */
export function surplusToGiveBackMinor(settlement: Settlement): number {
  const onItsWay = total(settlement.refunds.filter(isOpenRefund), ({ amountMinor }) => amountMinor);
  return Math.max(0, surplusMinor(settlement) - onItsWay);
}

/** The payment of that id. @throws Error when it is not one of this invoice */
export function paymentOf({ bill, payments }: Settlement, paymentId: string): Payment {
  const payment = payments.find(({ id }) => id === paymentId);
  if (payment === undefined) throw new Error(`${paymentId} is no payment of ${bill.id}.`);
  return payment;
}

/** The payments whose money the invoice has, the latest first. */
export function fundingPayments({ payments }: Settlement): CapturedPayment[] {
  return payments
    .filter(isCaptured)
    .sort((a, b) => b.capturedAt.getTime() - a.capturedAt.getTime() || (a.id < b.id ? 1 : -1));
}

/** The settlement after an event. What the invoice itself decides (paid, overdue) is its own business. */
export function settlementAfter(settlement: Settlement, event: PaymentEvent): Settlement {
  const { bill } = settlement;
  switch (event.type) {
    case 'PaymentReceived':
      return {
        ...withPayment(settlement, event.payment),
        bill: { ...bill, owedMinor: bill.owedMinor - event.settledMinor },
      };
    case 'PaymentBegun':
    case 'PaymentChanged':
    case 'PaymentFailed':
    case 'PaymentMoved':
    case 'GoodwillCounted':
      return withPayment(settlement, event.payment);
    case 'RefundBegun':
    case 'RefundIssued':
    case 'RefundDeclined':
      return withRefund(withPayment(settlement, event.payment), event.refund);
    case 'RefundChanged':
      return withRefund(settlement, event.refund);
    default:
      return unreachable(event);
  }
}

const withPayment = (settlement: Settlement, payment: Payment): Settlement => ({
  ...settlement,
  payments: [...settlement.payments.filter(({ id }) => id !== payment.id), payment],
});

const withRefund = (settlement: Settlement, refund: Refund): Settlement => ({
  ...settlement,
  refunds: [...settlement.refunds.filter(({ id }) => id !== refund.id), refund],
});

function total<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}
