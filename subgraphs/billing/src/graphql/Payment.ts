import { sentences } from '../application/payment-outcome.js';
import { isCaptured, refundableMinor, type Payment as PaymentState } from '../domain/payment.js';
import type { PaymentResolvers, RefundResolvers } from './generated/types.js';
import { money } from './money.js';

export const Payment: PaymentResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.payment.load(id),
  invoice: ({ invoiceId }, _args, { loaders }) => loaders.invoice.load(invoiceId),
  amount: ({ amountMinor, currency }) => money(amountMinor, currency),
  captured: (payment) => money(isCaptured(payment) ? payment.capturedMinor : 0, payment.currency),
  refunded: (payment) => money(isCaptured(payment) ? payment.refundedMinor : 0, payment.currency),
  refundable: (payment) => money(refundableMinor(payment), payment.currency),
  capturedAt: (payment) => (isCaptured(payment) ? payment.capturedAt : null),
  expiresAt: (payment) => (payment.status === 'AUTHORISED' ? payment.expiresAt : null),
  failure: failureOf,
  refunds: ({ id }, _args, { loaders }) => loaders.refundsOfPayment.load(id),
};

function failureOf(payment: PaymentState): string | null {
  switch (payment.status) {
    case 'DECLINED':
    case 'FAILED':
      return payment.explanation;
    case 'VOIDED':
      return sentences[payment.reason];
    default:
      return null;
  }
}

export const Refund: RefundResolvers = {
  amount: ({ amountMinor, currency }) => money(amountMinor, currency),
  issuedAt: (refund) => (refund.status === 'ISSUED' ? refund.issuedAt : null),
  failure: (refund) => (refund.status === 'DECLINED' ? refund.explanation : null),
};
