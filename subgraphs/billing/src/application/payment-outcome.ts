import type { Payment, VoidReason } from '../domain/payment.js';
import type { Refund } from '../domain/refund.js';

/** What came of a payment up to now, as an answer. The same request again is answered by what has come of it since. */
export function outcomeOf(payment: Payment) {
  switch (payment.status) {
    case 'CAPTURED':
      return { __typename: 'PaymentReceived', payment } as const;
    case 'AUTHORISED':
      return { __typename: 'PaymentAuthorised', payment } as const;
    case 'DECLINED': {
      const { code, explanation: message } = payment;
      return { __typename: 'PaymentDeclined', payment, code, message } as const;
    }
    case 'VOIDED':
      return { __typename: 'PaymentNotMade', payment, message: sentences[payment.reason] } as const;
    case 'FAILED':
      return { __typename: 'PaymentNotMade', payment, message: payment.explanation } as const;
    case 'CREATED':
    case 'CAPTURING':
    case 'VOIDING':
    case 'UNKNOWN':
      return { __typename: 'PaymentPending', payment } as const;
  }
}

/** The same where money is to be taken, not only set aside: until it is, the payment is pending. */
export function takenOutcomeOf(payment: Payment) {
  const outcome = outcomeOf(payment);
  return outcome.__typename === 'PaymentAuthorised'
    ? ({ __typename: 'PaymentPending', payment } as const)
    : outcome;
}

/** Why a payment was released. */
export const sentences: Readonly<Record<VoidReason, string>> = {
  REQUESTED: 'The payment was released.',
  NOTHING_OWED: 'Nothing was owed any more; the payment was released.',
  EXPIRED: 'The payment was not captured in time and was released.',
  NEVER_ARRIVED: 'The processor never heard of the payment.',
  NOT_CAPTURED: 'What was set aside could not be taken.',
  CONTRADICTED: 'The processor declined the payment.',
};

/** What came of a refund up to now, as an answer. */
export function refundOutcomeOf(refund: Refund) {
  switch (refund.status) {
    case 'ISSUED':
      return { __typename: 'RefundIssued', refund } as const;
    case 'DECLINED': {
      const { code, explanation: message } = refund;
      return { __typename: 'RefundDeclined', refund, code, message } as const;
    }
    case 'REQUESTED':
    case 'UNKNOWN':
      return { __typename: 'RefundPending', refund } as const;
  }
}
