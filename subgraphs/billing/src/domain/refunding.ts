import {
  accepted,
  invalidInput,
  refused,
  type CommonRefusal,
  type Decision,
} from '@voltpark/kit/decision';
import { inquiryDelayMs, type ProcessorAnswer } from './hear-processor.js';
import type { GoodwillCounted, MoneyEvent, RefundBegun } from './money-events.js';
import { later, paymentLimits } from './payment-limits.js';
import { isCaptured, refundableMinor, type CapturedPayment, type Payment } from './payment.js';
import { isOpenRefund, refundTermsOf, type Refund, type RefundTerms } from './refund.js';
import { settling } from './settle-capture.js';
import {
  fundingPayments,
  paymentOf,
  settlementAfter,
  surplusMinor,
  surplusToGiveBackMinor,
  type Settlement,
} from './settlement.js';

/** Nothing was captured that could go back. */
export interface PaymentNotCaptured {
  readonly type: 'PaymentNotCaptured';
  readonly message: string;
  readonly paymentId: string;
  readonly status: Payment['status'];
}

/** More than was captured, less what went back or is on its way back. */
export interface AmountNotRefundable {
  readonly type: 'AmountNotRefundable';
  readonly message: string;
  readonly paymentId: string;
  readonly refundableMinor: number;
  readonly currency: string;
}

interface Given {
  readonly id: string;
  readonly now: Date;
  readonly actorId: string;
}

/**
 * Whether captured money may go back. The amount is held back on the payment from the intent on, so that all
 * refunds together never exceed what was captured.
 */
export function refundPayment(
  settlement: Settlement,
  command: {
    readonly paymentId: string;
    /** Null: all that is left. */
    readonly amountMinor: number | null;
    readonly reason: string;
  },
  given: Given,
): Decision<
  RefundBegun,
  PaymentNotCaptured | AmountNotRefundable | Extract<CommonRefusal, { type: 'InvalidInput' }>
> {
  const payment = paymentOf(settlement, command.paymentId);
  const reason = command.reason.trim();
  if (reason.length === 0 || reason.length > paymentLimits.reasonCharacters) {
    const most = paymentLimits.reasonCharacters;
    return refused(invalidInput('reason', `A refund has a reason of 1 to ${most} characters.`));
  }
  const paymentId = payment.id;
  if (!isCaptured(payment)) {
    const message = `The payment is ${payment.status}; only captured money can be refunded.`;
    return refused({ type: 'PaymentNotCaptured', message, paymentId, status: payment.status });
  }
  if (command.amountMinor !== null && command.amountMinor < 1) {
    return refused(invalidInput('amount', 'An amount to refund is above zero.'));
  }
  const most = refundableMinor(payment);
  const amountMinor = command.amountMinor ?? most;
  const earlier = settlement.refunds.filter((refund) => refund.paymentId === paymentId);
  if (amountMinor > most || most === 0 || earlier.length >= paymentLimits.refundsPerPayment) {
    const message = 'This is more than was captured and has not gone back.';
    const { currency } = payment;
    const left = { refundableMinor: most, currency };
    return refused({ type: 'AmountNotRefundable', message, paymentId, ...left });
  }
  return accepted(begun(payment, { amountMinor, reason, cause: 'REQUESTED' }, given));
}

function begun(
  payment: CapturedPayment,
  of: Pick<RefundTerms, 'amountMinor' | 'reason' | 'cause'>,
  { id, now, actorId }: Given,
): RefundBegun {
  return {
    type: 'RefundBegun',
    payment: { ...payment, refundingMinor: payment.refundingMinor + of.amountMinor },
    refund: {
      ...of,
      status: 'REQUESTED',
      id,
      paymentId: payment.id,
      tenantId: payment.tenantId,
      currency: payment.currency,
      createdAt: now,
      createdBy: actorId,
      attendAt: later(now, paymentLimits.patienceMs),
    },
  };
}

/**
 * The next that is to be done about a surplus, null when there is none or all of it is on its way. What was given
 * back out of goodwill counts first, so that nobody is compensated twice; the rest is refunded, from the latest
 * payment on.
 */
export function giveBackSurplus(
  settlement: Settlement,
  { id, now, actorId }: Given,
): GoodwillCounted | RefundBegun | null {
  const surplus = surplusToGiveBackMinor(settlement);
  if (surplus === 0) return null;
  for (const payment of fundingPayments(settlement)) {
    const countedMinor = Math.min(surplus, payment.goodwillMinor, payment.fundsMinor);
    if (countedMinor > 0) return counted(payment, countedMinor, id, now);
    const amountMinor = Math.min(surplus, refundableMinor(payment));
    if (amountMinor > 0) {
      const reason = 'More was paid than is owed after a correction.';
      const refund = begun(
        payment,
        { amountMinor, reason, cause: 'SURPLUS' },
        { id, now, actorId },
      );
      return { ...refund, refund: { ...refund.refund, attendAt: now } };
    }
  }
  return null;
}

function counted(
  payment: CapturedPayment,
  countedMinor: number,
  countingId: string,
  at: Date,
): GoodwillCounted {
  const after = {
    ...payment,
    fundsMinor: payment.fundsMinor - countedMinor,
    goodwillMinor: payment.goodwillMinor - countedMinor,
  };
  return { type: 'GoodwillCounted', payment: after, countedMinor, countingId, at };
}

/** What of the surplus a refund may use: what a correction gives back comes before what a person wished for. */
function creditFor(settlement: Settlement, refund: Refund): number {
  const surplus = surplusMinor(settlement);
  if (refund.cause === 'SURPLUS') return surplus;
  const spokenFor = settlement.refunds
    .filter((other) => isOpenRefund(other) && other.cause === 'SURPLUS')
    .reduce((sum, other) => sum + other.amountMinor, 0);
  return Math.max(0, surplus - spokenFor);
}

/** What follows from an answer about a refund; news that it is past has no effect. */
export function hearOfRefund(
  settlement: Settlement,
  refundId: string,
  answer: ProcessorAnswer,
  now: Date,
): MoneyEvent[] {
  const refund = settlement.refunds.find(({ id }) => id === refundId);
  if (refund === undefined)
    throw new Error(`${refundId} is no refund of invoice ${settlement.receivable.invoiceId}.`);
  const payment = paymentOf(settlement, refund.paymentId);
  if (!isCaptured(payment)) throw new Error(`Payment ${payment.id} was never captured.`);
  if (refund.status !== 'REQUESTED' && refund.status !== 'UNKNOWN') return [];
  const terms = { ...refundTermsOf(refund), attendAt: null };
  const { amountMinor } = refund;
  const released = { ...payment, refundingMinor: payment.refundingMinor - amountMinor };
  switch (answer.outcome) {
    case 'APPROVED': {
      const creditMinor = Math.min(amountMinor, creditFor(settlement, refund), payment.fundsMinor);
      return [
        {
          type: 'RefundIssued',
          refund: { ...terms, status: 'ISSUED', issuedAt: now, creditMinor },
          payment: {
            ...released,
            refundedMinor: payment.refundedMinor + amountMinor,
            fundsMinor: payment.fundsMinor - creditMinor,
            goodwillMinor: payment.goodwillMinor + amountMinor - creditMinor,
            version: payment.version + 1,
          },
        },
      ];
    }
    case 'DECLINED': {
      const { code, explanation } = answer;
      const ended = { ...terms, status: 'DECLINED', endedAt: now, code, explanation } as const;
      const declined = { type: 'RefundDeclined', refund: ended, payment: released } as const;
      // What was meant to go back and stays may settle what is owed since.
      const left = surplusToGiveBackMinor(settlementAfter(settlement, [declined]));
      return [declined, ...settling(settlement.receivable, left, now)];
    }
    case 'NO_ANSWER': {
      const inquiries = refund.status === 'UNKNOWN' ? refund.inquiries + 1 : 0;
      const since = refund.status === 'UNKNOWN' ? refund.since : now;
      const attendAt = later(now, inquiryDelayMs(inquiries));
      const unknown = { ...terms, attendAt, status: 'UNKNOWN', since, inquiries } as const;
      return [{ type: 'RefundChanged', refund: unknown }];
    }
    case 'UNHEARD_OF':
      // Under the same key it is done once, however often it is asked for.
      return [{ type: 'RefundChanged', refund: { ...terms, attendAt: now, status: 'REQUESTED' } }];
  }
}
