import type { CapturedPayment, Payment } from './payment.js';
import type { DeclinedRefund, IssuedRefund, Refund } from './refund.js';

/** Somebody means to pay: recorded before the processor is asked. */
export interface PaymentBegun {
  readonly type: 'PaymentBegun';
  readonly payment: Payment;
}

/** A step on the way that is nobody else's business. */
export interface PaymentChanged {
  readonly type: 'PaymentChanged';
  readonly payment: Payment;
}

/** Money was captured. `settledMinor` of it was owed; what is above goes back. */
export interface PaymentReceived {
  readonly type: 'PaymentReceived';
  readonly payment: CapturedPayment;
  readonly settledMinor: number;
}

/** It came to nothing: declined, voided or lost. */
export interface PaymentFailed {
  readonly type: 'PaymentFailed';
  readonly payment: Payment;
  readonly reason: string;
}

/** After a correction the money pays another invoice. */
export interface PaymentMoved {
  readonly type: 'PaymentMoved';
  readonly payment: Payment;
  readonly fromInvoiceId: string;
  /** What moved with it; zero while it is under way. */
  readonly movedMinor: number;
  readonly at: Date;
}

/** What was given back out of goodwill counts towards what a correction gives back. */
export interface GoodwillCounted {
  readonly type: 'GoodwillCounted';
  readonly payment: CapturedPayment;
  readonly countedMinor: number;
  /** Names this counting in the ledger. */
  readonly countingId: string;
  readonly at: Date;
}

/** Money is to go back: recorded before the processor is asked. `payment` holds the amount back. */
export interface RefundBegun {
  readonly type: 'RefundBegun';
  readonly refund: Refund;
  readonly payment: CapturedPayment;
}

export interface RefundChanged {
  readonly type: 'RefundChanged';
  readonly refund: Refund;
}

/** Captured money went back. */
export interface RefundIssued {
  readonly type: 'RefundIssued';
  readonly refund: IssuedRefund;
  readonly payment: CapturedPayment;
}

/** The processor would not give it back: the amount may be refunded in another way. */
export interface RefundDeclined {
  readonly type: 'RefundDeclined';
  readonly refund: DeclinedRefund;
  readonly payment: CapturedPayment;
}

/** All that happens to payments and refunds. */
export type PaymentEvent =
  | PaymentBegun
  | PaymentChanged
  | PaymentReceived
  | PaymentFailed
  | PaymentMoved
  | GoodwillCounted
  | RefundBegun
  | RefundChanged
  | RefundIssued
  | RefundDeclined;
