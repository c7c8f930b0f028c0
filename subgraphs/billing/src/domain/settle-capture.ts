import type { PaymentReceived } from './payment-events.js';
import { termsOf, type Payment } from './payment.js';
import type { Settlement } from './settlement.js';

/** Captured money: what is owed is settled with it; what is above becomes a surplus that goes back. */
export function settleCapture(
  { bill }: Settlement,
  payment: Payment,
  capturedMinor: number,
  now: Date,
): PaymentReceived {
  return {
    type: 'PaymentReceived',
    settledMinor: Math.min(bill.owedMinor, capturedMinor),
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
  };
}
