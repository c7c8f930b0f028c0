import { settleCapture } from './settle-capture.js';
import type { MoneyEvent, PaymentChanged, PaymentFailed } from './money-events.js';
import { later, paymentLimits } from './payment-limits.js';
import {
  termsOf,
  type CapturingPayment,
  type Payment,
  type Decline,
  type UnknownPayment,
  type VoidingPayment,
  type VoidReason,
} from './payment.js';
import { paymentOf, type Settlement } from './settlement.js';

/** What can be asked of the processor for a payment. */
export type PaymentStep = 'AUTHORISE' | 'CAPTURE' | 'VOID';

/** What is known of an operation at the processor. */
export type ProcessorAnswer =
  | { readonly outcome: 'APPROVED'; readonly amountMinor: number }
  | { readonly outcome: 'DECLINED'; readonly code: string; readonly explanation: string }
  /** It did not answer in time: it may have done it or not. */
  | { readonly outcome: 'NO_ANSWER' }
  /** Asked for what became of it, it does not know the operation. */
  | { readonly outcome: 'UNHEARD_OF' };

/** The step that a payment waits for the processor to take; null: it waits for nothing. */
export function stepOf(payment: Payment): PaymentStep | null {
  switch (payment.status) {
    case 'CREATED':
      return 'AUTHORISE';
    case 'CAPTURING':
      return 'CAPTURE';
    case 'VOIDING':
      return 'VOID';
    case 'UNKNOWN':
      return payment.asked.step;
    default:
      return null;
  }
}

/**
 * What follows from an answer of the processor, whether it came directly, on inquiry or by webhook, once or again,
 * in whatever order: news that a payment is past has no effect. Money that was captured is booked whatever was
 * thought before.
 */
export function hearProcessor(
  settlement: Settlement,
  paymentId: string,
  heard: { readonly step: PaymentStep; readonly answer: ProcessorAnswer },
  now: Date,
): MoneyEvent[] {
  const payment = paymentOf(settlement, paymentId);
  const { step, answer } = heard;
  if (step === 'CAPTURE' && answer.outcome === 'APPROVED' && payment.status !== 'CAPTURED') {
    return settleCapture(settlement, payment, answer.amountMinor, now);
  }
  if (stepOf(payment) !== step) return contradicted(payment, heard, now);
  switch (answer.outcome) {
    case 'APPROVED':
      return step === 'AUTHORISE' ? [authorised(payment, now)] : [voided(payment, now)];
    case 'DECLINED':
      return [declined(payment, step, answer, now)];
    case 'NO_ANSWER':
      return [unanswered(payment, now)];
    case 'UNHEARD_OF':
      return [unheardOf(payment, now)];
  }
}

/** Said no and later yes: the money is set aside at the customer's bank and has to be released. */
function contradicted(
  payment: Payment,
  { step, answer }: { readonly step: PaymentStep; readonly answer: ProcessorAnswer },
  now: Date,
): MoneyEvent[] {
  const isLateYes =
    step === 'AUTHORISE' && answer.outcome === 'APPROVED' && payment.status === 'DECLINED';
  return isLateYes && payment.status === 'DECLINED'
    ? [changed({ ...voiding(payment, 'CONTRADICTED', now, payment), attendAt: now })]
    : [];
}

const changed = (payment: Payment): PaymentChanged => ({ type: 'PaymentChanged', payment });

function authorised(payment: Payment, now: Date): PaymentChanged {
  const expiresAt = later(now, paymentLimits.authorisationHours * 3_600_000);
  // Whoever asked has gone when it was not answered: the job goes on with it.
  const goOnAt = payment.status === 'UNKNOWN' ? now : later(now, paymentLimits.patienceMs);
  const attendAt = payment.capture === 'LATER' ? expiresAt : goOnAt;
  const terms = { ...termsOf(payment), attendAt };
  return changed({ ...terms, status: 'AUTHORISED', authorisedAt: now, expiresAt });
}

/** The payment on its way to be captured. */
export function capturing(payment: Payment, captureMinor: number, now: Date): CapturingPayment {
  const attendAt = later(now, paymentLimits.patienceMs);
  return { ...termsOf(payment), attendAt, status: 'CAPTURING', captureMinor };
}

/** The payment on its way to be voided. */
export function voiding(
  payment: Payment,
  reason: VoidReason,
  now: Date,
  decline: Decline | null = null,
): VoidingPayment {
  const attendAt = later(now, paymentLimits.patienceMs);
  const { code, explanation } = decline ?? {};
  const declined = code === undefined || explanation === undefined ? null : { code, explanation };
  return { ...termsOf(payment), attendAt, status: 'VOIDING', reason, declined };
}

function voided(payment: Payment, now: Date): PaymentChanged | PaymentFailed {
  const { reason, declined } = voidOf(payment);
  const terms = { ...termsOf(payment), attendAt: null, endedAt: now };
  // It was told of when it was declined.
  if (declined !== null && reason === 'CONTRADICTED') {
    return changed({ ...terms, status: 'DECLINED', ...declined });
  }
  const version = payment.version + 1;
  const failed = (ended: Payment, why: string): PaymentFailed => ({
    ...{ type: 'PaymentFailed', payment: ended, reason: why, at: now },
  });
  if (declined !== null) {
    return failed({ ...terms, version, status: 'DECLINED', ...declined }, declined.code);
  }
  return reason === 'NEVER_ARRIVED'
    ? failed({ ...terms, version, status: 'FAILED', explanation: neverArrived }, reason)
    : failed({ ...terms, version, status: 'VOIDED', reason }, reason);
}

const neverArrived = 'The processor never heard of it.';

function declined(
  payment: Payment,
  step: PaymentStep,
  { code, explanation }: Extract<ProcessorAnswer, { outcome: 'DECLINED' }>,
  now: Date,
): MoneyEvent {
  // What cannot be voided is not held: unless it was captured, which it is then asked about.
  if (step === 'VOID') {
    return code === 'ALREADY_CAPTURED' ? askedWhether(payment, now) : voided(payment, now);
  }
  // What was set aside for a capture that is declined has to be released.
  if (step === 'CAPTURE') {
    return changed(voiding(payment, 'NOT_CAPTURED', now, { code, explanation }));
  }
  const terms = { ...termsOf(payment), attendAt: null, version: payment.version + 1 };
  return {
    type: 'PaymentFailed',
    payment: { ...terms, status: 'DECLINED', endedAt: now, code, explanation },
    reason: code,
    at: now,
  };
}

const askedWhether = (payment: Payment, now: Date): PaymentChanged =>
  changed({
    ...termsOf(payment),
    attendAt: now,
    status: 'UNKNOWN',
    asked: { step: 'CAPTURE', captureMinor: payment.amountMinor },
    since: now,
    inquiries: 0,
  });

function unanswered(payment: Payment, now: Date): PaymentChanged {
  const inquiries = payment.status === 'UNKNOWN' ? payment.inquiries + 1 : 0;
  const since = payment.status === 'UNKNOWN' ? payment.since : now;
  const terms = { ...termsOf(payment), attendAt: later(now, inquiryDelayMs(inquiries)) };
  return changed({ ...terms, status: 'UNKNOWN', asked: askedOf(payment), since, inquiries });
}

/** How long to wait before the next inquiry. */
export function inquiryDelayMs(inquiries: number): number {
  const { inquiryDelaysMs } = paymentLimits;
  return inquiryDelaysMs[Math.min(inquiries, inquiryDelaysMs.length - 1)] ?? 0;
}

function askedOf(payment: Payment): UnknownPayment['asked'] {
  switch (payment.status) {
    case 'UNKNOWN':
      return payment.asked;
    case 'CAPTURING':
      return { step: 'CAPTURE', captureMinor: payment.captureMinor };
    case 'VOIDING':
      return { step: 'VOID', ...voidOf(payment) };
    default:
      return { step: 'AUTHORISE' };
  }
}

/**
 * The processor does not know the operation. An authorisation may still be on its way: after a while it is voided
 * by its key, so that it can never arrive. A capture or void is asked for again under the same key.
 */
function unheardOf(payment: Payment, now: Date): PaymentChanged {
  const asked = askedOf(payment);
  switch (asked.step) {
    case 'CAPTURE':
      return changed({ ...capturing(payment, asked.captureMinor, now), attendAt: now });
    case 'VOID':
      return changed({ ...voiding(payment, asked.reason, now, asked.declined), attendAt: now });
    case 'AUTHORISE': {
      const isLost = now.getTime() - payment.createdAt.getTime() >= paymentLimits.lostAfterMs;
      return isLost
        ? changed({ ...voiding(payment, 'NEVER_ARRIVED', now), attendAt: now })
        : unanswered(payment, now);
    }
  }
}

function voidOf(payment: Payment): Pick<VoidingPayment, 'reason' | 'declined'> {
  const of = payment.status === 'UNKNOWN' ? payment.asked : payment;
  if ('declined' in of) return { reason: of.reason, declined: of.declined };
  throw new Error(`Payment ${payment.id} is ${payment.status}, and not being voided.`);
}
