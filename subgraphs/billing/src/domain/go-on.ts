import {
  accepted,
  invalidInput,
  refused,
  type CommonRefusal,
  type Decision,
} from '@voltpark/kit/decision';
import { capturing, voiding } from './hear-processor.js';
import type { PaymentChanged } from './money-events.js';
import {
  reservedMinor,
  type AuthorisedPayment,
  type CapturingPayment,
  type Payment,
  type VoidingPayment,
} from './payment.js';
import { payableMinor, paymentOf, type Settlement } from './settlement.js';

/** The payment is not in a state in which this can be done to it. */
export interface PaymentNotOpen {
  readonly type: 'PaymentNotOpen';
  readonly message: string;
  readonly paymentId: string;
  readonly status: Payment['status'];
}

/** More than was authorised, or than is still owed. */
export interface AmountNotCapturable {
  readonly type: 'AmountNotCapturable';
  readonly message: string;
  readonly paymentId: string;
  readonly capturableMinor: number;
  readonly currency: string;
}

const changed = (payment: Payment): PaymentChanged => ({ type: 'PaymentChanged', payment });

/**
 * What an authorised payment does by itself: it is captured, as far as something is still owed, or released. One
 * that waits for somebody to capture it is released when its time is over.
 */
export function goOn(settlement: Settlement, paymentId: string, now: Date): PaymentChanged[] {
  const payment = paymentOf(settlement, paymentId);
  if (payment.status !== 'AUTHORISED') return [];
  // Where nobody waits for it any more the job is to go on at once.
  const soon = (next: CapturingPayment | VoidingPayment) => changed(attendedBy(next, payment));
  if (payment.expiresAt <= now) return [soon(voiding(payment, 'EXPIRED', now))];
  if (payment.capture === 'LATER') return [];
  const captureMinor = capturableMinor(settlement, payment);
  return captureMinor > 0
    ? [soon(capturing(payment, captureMinor, now))]
    : [soon(voiding(payment, 'NOTHING_OWED', now))];
}

/** Looked after as soon as the payment before would have been. */
function attendedBy<Next extends Payment>(next: Next, { attendAt }: Payment): Next {
  const isSooner = attendAt !== null && next.attendAt !== null && attendAt < next.attendAt;
  return isSooner ? { ...next, attendAt } : next;
}

/** Of what was authorised, what is still owed beside what others are paying. */
function capturableMinor(settlement: Settlement, payment: AuthorisedPayment): number {
  return Math.min(payment.amountMinor, payableMinor(settlement) + reservedMinor(payment));
}

/** Somebody captures what was authorised: all of it, or a part, with which the rest is released. */
export function capturePayment(
  settlement: Settlement,
  command: { readonly paymentId: string; readonly amountMinor: number | null },
  now: Date,
): Decision<
  PaymentChanged,
  PaymentNotOpen | AmountNotCapturable | Extract<CommonRefusal, { type: 'InvalidInput' }>
> {
  const payment = paymentOf(settlement, command.paymentId);
  if (payment.status !== 'AUTHORISED' || payment.expiresAt <= now) return notOpen(payment);
  if (command.amountMinor !== null && command.amountMinor < 1) {
    return refused(invalidInput('amount', 'An amount to capture is above zero.'));
  }
  const most = capturableMinor(settlement, payment);
  const captureMinor = command.amountMinor ?? most;
  if (captureMinor > most || most <= 0) {
    return refused({
      type: 'AmountNotCapturable',
      message: 'This is more than was authorised or is still owed.',
      paymentId: payment.id,
      capturableMinor: Math.max(0, most),
      currency: payment.currency,
    });
  }
  return accepted(changed(capturing(payment, captureMinor, now)));
}

/** Somebody releases what was authorised. */
export function voidPayment(
  settlement: Settlement,
  paymentId: string,
  now: Date,
): Decision<PaymentChanged, PaymentNotOpen> {
  const payment = paymentOf(settlement, paymentId);
  if (payment.status !== 'AUTHORISED') return notOpen(payment);
  return accepted(changed(voiding(payment, 'REQUESTED', now)));
}

const notOpen = (payment: Payment) =>
  refused({
    type: 'PaymentNotOpen',
    message: `The payment is ${payment.status}; only what is authorised can be captured or voided.`,
    paymentId: payment.id,
    status: payment.status,
  });
