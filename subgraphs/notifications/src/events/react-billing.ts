import { billingEvents } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import { moneyOf } from '../domain/facts.js';
import { telling, type Reacting } from './reacting.js';

const { invoiceIssued, invoicePaid, invoiceOverdue, invoiceDunned, paymentFailed, refundIssued } =
  billingEvents;

/** Notices of money: what is owed, was paid, and went back. */
export function billingReactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  return [
    telling(given, invoiceIssued, ({ kind, customerId, number, totalMinor, currency, dueAt }) => {
      const isCredit = kind === 'CREDIT_NOTE';
      const total = moneyOf(totalMinor, currency);
      return {
        ...{ kind: isCredit ? 'CREDIT_ISSUED' : 'INVOICE_ISSUED', customerId },
        facts: { number, total, owed: isCredit ? null : total, due: isCredit ? null : dueAt },
      };
    }),
    telling(given, invoicePaid, ({ customerId, totalMinor, currency, paidAt }) => ({
      ...{ kind: 'INVOICE_PAID', customerId, at: paidAt },
      facts: { total: moneyOf(totalMinor, currency) },
    })),
    telling(given, invoiceOverdue, ({ customerId, totalMinor, owedMinor, currency, dueAt }) => ({
      ...{ kind: 'INVOICE_OVERDUE', customerId },
      facts: {
        total: moneyOf(totalMinor, currency),
        owed: moneyOf(owedMinor, currency),
        due: dueAt,
      },
    })),
    telling(given, invoiceDunned, ({ customerId, totalMinor, owedMinor, currency, level }) => ({
      ...{ kind: 'INVOICE_DUNNED', customerId },
      facts: {
        total: moneyOf(totalMinor, currency),
        owed: moneyOf(owedMinor, currency),
        level: String(level),
      },
    })),
    telling(given, paymentFailed, ({ customerId, amountMinor, currency, reason }) => ({
      ...{ kind: 'PAYMENT_FAILED', customerId },
      facts: { amount: moneyOf(amountMinor, currency), reason },
    })),
    telling(given, refundIssued, ({ customerId, refundedMinor, currency, reason }) => ({
      ...{ kind: 'REFUND_ISSUED', customerId },
      facts: { amount: moneyOf(refundedMinor, currency), reason },
    })),
  ];
}
