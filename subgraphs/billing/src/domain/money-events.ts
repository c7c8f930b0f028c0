import type { LedgerEntry } from './ledger.js';
import type { CapturedPayment, Payment } from './payment.js';
import type {
  CancelledReceivable,
  OpenReceivable,
  PaidReceivable,
  Receivable,
} from './receivable.js';
import type { DeclinedRefund, IssuedRefund, Refund } from './refund.js';

/** An invoice was issued: from now on something is owed. */
export interface ReceivableOpened {
  readonly type: 'ReceivableOpened';
  readonly receivable: Receivable;
  readonly entries: readonly LedgerEntry[];
}

/** A part of what is owed was paid. */
export interface ReceivableReduced {
  readonly type: 'ReceivableReduced';
  readonly receivable: OpenReceivable;
}

/** Nothing is owed any more. */
export interface InvoicePaid {
  readonly type: 'InvoicePaid';
  readonly receivable: PaidReceivable;
}

/** It was not paid when it was due. */
export interface InvoiceOverdue {
  readonly type: 'InvoiceOverdue';
  readonly receivable: OpenReceivable;
  readonly at: Date;
}

/** Whoever owes it is to be reminded, for the so-many-th time. */
export interface InvoiceDunned {
  readonly type: 'InvoiceDunned';
  readonly receivable: OpenReceivable;
  readonly level: number;
  readonly nextAt: Date | null;
  readonly at: Date;
}

/** A credit note took the invoice back: nothing is owed on it. */
export interface ReceivableCancelled {
  readonly type: 'ReceivableCancelled';
  readonly receivable: CancelledReceivable;
  readonly entries: readonly LedgerEntry[];
}

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

/** Money was captured. */
export interface PaymentReceived {
  readonly type: 'PaymentReceived';
  readonly payment: CapturedPayment;
}

/** It came to nothing: declined, voided or lost. */
export interface PaymentFailed {
  readonly type: 'PaymentFailed';
  readonly payment: Payment;
  readonly reason: string;
  readonly at: Date;
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

/** All that happens to what is owed. */
export type ReceivableEvent =
  | ReceivableOpened
  | ReceivableReduced
  | InvoicePaid
  | InvoiceOverdue
  | InvoiceDunned
  | ReceivableCancelled;

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

/** All that happens to what is owed, to payments and refunds. */
export type MoneyEvent = ReceivableEvent | PaymentEvent;
