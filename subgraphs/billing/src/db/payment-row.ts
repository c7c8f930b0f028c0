import {
  termsOf,
  type Decline,
  type Payment,
  type PaymentMethodKind,
  type PaymentTerms,
  type UnknownPayment,
  type VoidReason,
} from '../domain/payment.js';
import type { PaymentRow } from './generated/client.js';
import { present } from './present.js';

const minorOf = (value: bigint | null): number => Number(present(value));

/** A payment from its row. */
export function paymentOf(row: PaymentRow): Payment {
  const terms = paymentTerms(row);
  const { id, status } = row;
  switch (status) {
    case 'CREATED':
      return { ...terms, status };
    case 'AUTHORISED': {
      const { authorisedAt, expiresAt } = row;
      return {
        ...terms,
        status,
        authorisedAt: present(authorisedAt),
        expiresAt: present(expiresAt),
      };
    }
    case 'CAPTURING':
      return { ...terms, status, captureMinor: minorOf(row.captureMinor) };
    case 'VOIDING':
      return { ...terms, status, reason: voidReason(row), declined: declineOf(row) };
    case 'UNKNOWN': {
      const since = present(row.unansweredSince);
      return { ...terms, status, asked: askedOf(row), since, inquiries: present(row.inquiries) };
    }
    case 'CAPTURED':
      return {
        ...terms,
        status,
        capturedAt: present(row.capturedAt),
        capturedMinor: minorOf(row.capturedMinor),
        refundedMinor: minorOf(row.refundedMinor),
        refundingMinor: minorOf(row.refundingMinor),
        fundsMinor: minorOf(row.fundsMinor),
        goodwillMinor: minorOf(row.goodwillMinor),
      };
    case 'VOIDED':
      return { ...terms, status, endedAt: present(row.endedAt), reason: voidReason(row) };
    case 'DECLINED': {
      const ended = { endedAt: present(row.endedAt), code: present(row.code) };
      return { ...terms, status, ...ended, explanation: present(row.explanation) };
    }
    case 'FAILED':
      return {
        ...terms,
        status,
        endedAt: present(row.endedAt),
        explanation: present(row.explanation),
      };
    default:
      throw new Error(`Payment ${id} is ${status}.`);
  }
}

function paymentTerms(row: PaymentRow): PaymentTerms {
  const { id, invoiceId, tenantId, facilityId, customerId, currency, token } = row;
  const { createdAt, createdBy, attendAt, version } = row;
  return {
    ...{ id, invoiceId, tenantId, facilityId, customerId, currency, token },
    ...{ createdAt, createdBy, attendAt, version },
    method: row.method as PaymentMethodKind,
    amountMinor: Number(row.amountMinor),
    capture: row.capture as PaymentTerms['capture'],
  };
}

const voidReason = ({ voidReason: reason }: PaymentRow) => present(reason) as VoidReason;

const declineOf = ({ code, explanation }: PaymentRow) =>
  code === null || explanation === null ? null : { code, explanation };

function askedOf(row: PaymentRow): UnknownPayment['asked'] {
  switch (row.askedStep) {
    case 'CAPTURE':
      return { step: 'CAPTURE', captureMinor: minorOf(row.captureMinor) };
    case 'VOID':
      return { step: 'VOID', reason: voidReason(row), declined: declineOf(row) };
    default:
      return { step: 'AUTHORISE' };
  }
}

const noStatus = {
  authorisedAt: null,
  expiresAt: null,
  captureMinor: null,
  voidReason: null,
  askedStep: null,
  unansweredSince: null,
  inquiries: null,
  capturedAt: null,
  capturedMinor: null,
  refundedMinor: null,
  refundingMinor: null,
  fundsMinor: null,
  goodwillMinor: null,
  endedAt: null,
  code: null,
  explanation: null,
};

/** The row of a payment: the columns of its status, all others empty. */
export function paymentColumns(payment: Payment) {
  const { amountMinor, ...terms } = termsOf(payment);
  const { status } = payment;
  return {
    ...terms,
    amountMinor: BigInt(amountMinor),
    ...noStatus,
    status,
    ...statusColumns(payment),
  };
}

function statusColumns(payment: Payment) {
  switch (payment.status) {
    case 'CREATED':
      return {};
    case 'AUTHORISED':
      return { authorisedAt: payment.authorisedAt, expiresAt: payment.expiresAt };
    case 'CAPTURING':
      return { captureMinor: BigInt(payment.captureMinor) };
    case 'VOIDING':
      return { voidReason: payment.reason, ...declineColumns(payment.declined) };
    case 'UNKNOWN': {
      const { asked, since: unansweredSince, inquiries } = payment;
      return {
        ...{ askedStep: asked.step, unansweredSince, inquiries },
        captureMinor: asked.step === 'CAPTURE' ? BigInt(asked.captureMinor) : null,
        ...(asked.step === 'VOID'
          ? { voidReason: asked.reason, ...declineColumns(asked.declined) }
          : {}),
      };
    }
    case 'CAPTURED':
      return {
        capturedAt: payment.capturedAt,
        capturedMinor: BigInt(payment.capturedMinor),
        refundedMinor: BigInt(payment.refundedMinor),
        refundingMinor: BigInt(payment.refundingMinor),
        fundsMinor: BigInt(payment.fundsMinor),
        goodwillMinor: BigInt(payment.goodwillMinor),
      };
    case 'VOIDED':
      return { endedAt: payment.endedAt, voidReason: payment.reason };
    case 'DECLINED': {
      const { endedAt, code, explanation } = payment;
      return { endedAt, code, explanation };
    }
    case 'FAILED':
      return { endedAt: payment.endedAt, explanation: payment.explanation };
  }
}

const declineColumns = (decline: Decline | null) => ({
  code: decline?.code ?? null,
  explanation: decline?.explanation ?? null,
});
