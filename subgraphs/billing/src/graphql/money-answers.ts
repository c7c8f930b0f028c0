import type { LedgerBalance } from '../application/money-ports.js';
import type { AmountNotPayable } from '../domain/begin-payment.js';
import type { AmountNotCapturable } from '../domain/go-on.js';
import type { Refund } from '../domain/refund.js';
import type { AmountNotRefundable } from '../domain/refunding.js';

/** Refusals that name an invoice. @public named by codegen.yml */
export interface OfInvoice {
  readonly message: string;
  readonly invoiceId: string;
}

/** Answers that name a refund. @public named by codegen.yml */
export interface OfRefund {
  readonly refund: Refund;
}

/** @public named by codegen.yml */
export type AmountNotPayableAnswer = Omit<AmountNotPayable, 'type'>;
/** @public named by codegen.yml */
export type AmountNotCapturableAnswer = Omit<AmountNotCapturable, 'type'>;
/** @public named by codegen.yml */
export type AmountNotRefundableAnswer = Omit<AmountNotRefundable, 'type'>;

/** What `trialBalance` answers. @public named by codegen.yml */
export interface BooksAnswer {
  readonly at: Date;
  readonly balances: readonly LedgerBalance[];
}
