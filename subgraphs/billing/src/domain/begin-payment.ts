import {
  accepted,
  invalidInput,
  refused,
  type CommonRefusal,
  type Decision,
} from '@voltpark/kit/decision';
import { holdsCardNumber, isCardNumber } from './card-number.js';
import type { PaymentBegun } from './money-events.js';
import { later, paymentLimits } from './payment-limits.js';
import { reservedMinor, type CreatedPayment, type PaymentMethodKind } from './payment.js';
import { owedMinor } from './receivable.js';
import { payableMinor, type Settlement } from './settlement.js';

export interface BeginPayment {
  readonly method: PaymentMethodKind;
  /** The processor's token. */
  readonly token: string;
  /** Above zero; null: all that is owed. */
  readonly amountMinor: number | null;
  readonly capture: 'AT_ONCE' | 'LATER';
}

export type BeginPaymentRefusal =
  | NotAToken
  | InvoiceNotPayable
  | NothingOwed
  | PaymentInProgress
  | AmountNotPayable
  | TooManyPayments
  | Extract<CommonRefusal, { type: 'InvalidInput' }>;

/** A field holds what looks like a card number. */
export interface NotAToken {
  readonly type: 'NotAToken';
  readonly message: string;
  readonly field: string;
}

/** It is a draft, a credit note, or was taken back. */
export interface InvoiceNotPayable {
  readonly type: 'InvoiceNotPayable';
  readonly message: string;
  readonly invoiceId: string;
}

export interface NothingOwed {
  readonly type: 'NothingOwed';
  readonly message: string;
  readonly invoiceId: string;
}

/** Somebody is paying it right now, and what that leaves is nothing. */
export interface PaymentInProgress {
  readonly type: 'PaymentInProgress';
  readonly message: string;
  readonly invoiceId: string;
}

/** More than is owed, less what is being paid right now. */
export interface AmountNotPayable {
  readonly type: 'AmountNotPayable';
  readonly message: string;
  readonly invoiceId: string;
  readonly payableMinor: number;
  readonly currency: string;
}

export interface TooManyPayments {
  readonly type: 'TooManyPayments';
  readonly message: string;
  readonly invoiceId: string;
}

/** The refusal of a card number in the place of a token or key; it does not repeat it. Null: there is none. */
export function refuseCardNumbers(given: {
  readonly token: string;
  readonly idempotencyKey?: string;
}): NotAToken | null {
  const message = 'This looks like a card number. Send the token of the payment processor.';
  if (holdsCardNumber(given.token)) return { type: 'NotAToken', message, field: 'token' };
  if (!isCardNumber(given.idempotencyKey ?? '')) return null;
  return { type: 'NotAToken', message, field: 'idempotencyKey' };
}

/**
 * Whether a payment may begin. It sets aside what it is going to pay: whoever comes second while it is under way
 * finds that much less to pay, so that together they never pay more than is owed.
 */
export function beginPayment(
  settlement: Settlement,
  command: BeginPayment,
  given: { readonly id: string; readonly now: Date; readonly actorId: string },
): Decision<PaymentBegun, BeginPaymentRefusal> {
  const { receivable } = settlement;
  const fault = tokenFault(command.token);
  if (fault !== null) return refused(fault);
  const refusal = refuseAmount(settlement, command.amountMinor);
  if (refusal !== null) return refused(refusal);
  const payment: CreatedPayment = {
    status: 'CREATED',
    id: given.id,
    invoiceId: receivable.invoiceId,
    tenantId: receivable.tenantId,
    facilityId: receivable.facilityId,
    customerId: receivable.customerId,
    currency: receivable.currency,
    method: command.method,
    token: command.token,
    amountMinor: command.amountMinor ?? payableMinor(settlement),
    capture: command.capture,
    createdAt: given.now,
    createdBy: given.actorId,
    attendAt: later(given.now, paymentLimits.patienceMs),
    version: 0,
  };
  return accepted({ type: 'PaymentBegun', payment });
}

function tokenFault(token: string): BeginPaymentRefusal | null {
  const cardNumber = refuseCardNumbers({ token });
  if (cardNumber !== null) return cardNumber;
  const isToken = /^[\w.:-]+$/.test(token) && token.length <= paymentLimits.tokenCharacters;
  return isToken ? null : invalidInput('token', 'This is no token of the payment processor.');
}

function refuseAmount(
  settlement: Settlement,
  amountMinor: number | null,
): BeginPaymentRefusal | null {
  const { receivable, payments } = settlement;
  const { invoiceId, currency } = receivable;
  if (receivable.status === 'CANCELLED') {
    return invoiceNotPayable(invoiceId, 'The invoice was taken back.');
  }
  if (owedMinor(receivable) === 0) {
    return { type: 'NothingOwed', message: 'The invoice is paid.', invoiceId };
  }
  if (amountMinor !== null && amountMinor < 1) {
    return invalidInput('amount', 'An amount to pay is above zero.');
  }
  if (payments.length >= paymentLimits.attemptsPerInvoice) {
    const message = `More than ${paymentLimits.attemptsPerInvoice} payments of one invoice are not taken.`;
    return { type: 'TooManyPayments', message, invoiceId };
  }
  const payable = payableMinor(settlement);
  if (payable <= 0) {
    const message = 'The invoice is being paid right now. Look again in a moment.';
    return { type: 'PaymentInProgress', message, invoiceId };
  }
  if (amountMinor !== null && amountMinor > payable) {
    const isShared = payments.some((payment) => reservedMinor(payment) > 0);
    const message = isShared
      ? 'This is more than is owed beside what is being paid right now.'
      : 'This is more than is owed.';
    return { type: 'AmountNotPayable', message, invoiceId, payableMinor: payable, currency };
  }
  return null;
}

/** The refusal of an invoice on which nothing is to be paid, whatever was paid. */
export const invoiceNotPayable = (invoiceId: string, message: string): InvoiceNotPayable => ({
  type: 'InvoiceNotPayable',
  message,
  invoiceId,
});
