import type { MoneyEvent } from './money-events.js';
import { termsOf, type Payment } from './payment.js';
import { settled, type Receivable } from './receivable.js';
import type { Settlement } from './settlement.js';

/** Captured money: what is owed is settled with it; what is above becomes a surplus that goes back. */
export function settleCapture(
  { receivable }: Settlement,
  payment: Payment,
  capturedMinor: number,
  now: Date,
): MoneyEvent[] {
  return [
    {
      type: 'PaymentReceived',
      payment: {
        ...termsOf(payment),
        attendAt: null,
        version: payment.version + 1,
        status: 'CAPTURED',
        capturedAt: now,
        capturedMinor,
        refundedMinor: 0,
        refundingMinor: 0,
        fundsMinor: capturedMinor,
        goodwillMinor: 0,
      },
    },
    ...settling(receivable, capturedMinor, now),
  ];
}

/** What an amount does to what is owed; no more than that. */
export function settling(receivable: Receivable, amountMinor: number, at: Date): MoneyEvent[] {
  if (receivable.status !== 'OPEN' || amountMinor === 0) return [];
  const after = settled(receivable, Math.min(receivable.owedMinor, amountMinor), at);
  return after.status === 'PAID'
    ? [{ type: 'InvoicePaid', receivable: after }]
    : [{ type: 'ReceivableReduced', receivable: after }];
}
