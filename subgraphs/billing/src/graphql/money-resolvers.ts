import { loaded } from '@voltpark/kit/graphql/loaded';
import type { Resolvers } from './generated/types.js';
import { money } from './money.js';
import { authorisePayment } from './Mutation/authorisePayment.js';
import { capturePayment } from './Mutation/capturePayment.js';
import { payInvoice } from './Mutation/payInvoice.js';
import { refundPayment } from './Mutation/refundPayment.js';
import { voidPayment } from './Mutation/voidPayment.js';
import { Payment, Refund } from './Payment.js';
import { customerSummary } from './Query/customerSummary.js';
import { ledgerBalance } from './Query/ledgerBalance.js';
import { payment } from './Query/payment.js';
import { paymentHistory } from './Query/paymentHistory.js';
import { trialBalance } from './Query/trialBalance.js';

const ofInvoice: Resolvers['NothingOwed'] = {
  invoice: ({ invoiceId }, _args, { loaders }) => loaders.invoice.load(invoiceId),
};

const ofRefund: Resolvers['RefundIssued'] = {
  payment: ({ refund }, _args, { loaders }) => loaded(loaders.payment, refund.paymentId),
};

/** Resolvers of what is owed, payments, refunds and the ledger. */
export const moneyResolvers = {
  Query: { payment, paymentHistory, customerSummary, trialBalance, ledgerBalance },
  Mutation: { payInvoice, authorisePayment, capturePayment, voidPayment, refundPayment },
  Payment,
  Refund,
  NothingOwed: ofInvoice,
  PaymentInProgress: ofInvoice,
  InvoiceNotPayable: ofInvoice,
  TooManyPayments: ofInvoice,
  AmountNotPayable: {
    payable: ({ payableMinor, currency }) => money(payableMinor, currency),
  },
  AmountNotCapturable: {
    capturable: ({ capturableMinor, currency }) => money(capturableMinor, currency),
  },
  AmountNotRefundable: {
    refundable: ({ refundableMinor, currency }) => money(refundableMinor, currency),
  },
  RefundIssued: ofRefund,
  RefundPending: ofRefund,
  CustomerSummary: {
    invoiced: ({ invoicedMinor, currency }) => money(invoicedMinor, currency),
    owed: ({ owedMinor, currency }) => money(owedMinor, currency),
    overdue: ({ overdueMinor, currency }) => money(overdueMinor, currency),
    paid: ({ paidMinor, currency }) => money(paidMinor, currency),
    refunded: ({ refundedMinor, currency }) => money(refundedMinor, currency),
    credit: ({ creditMinor, currency }) => money(creditMinor, currency),
  },
  LedgerLine: {
    facility: ({ facilityId }) => (facilityId === null ? null : { id: facilityId }),
    balance: ({ balanceMinor, currency }) => money(balanceMinor, currency),
  },
  TrialBalance: {
    lines: ({ balances }) => balances,
    sums: ({ balances }) => {
      const sums = new Map<string, number>();
      for (const { currency, balanceMinor } of balances) {
        sums.set(currency, (sums.get(currency) ?? 0) + balanceMinor);
      }
      return [...sums].map(([currency, sum]) => money(sum, currency));
    },
  },
} satisfies Resolvers;
