import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Payment } from '../domain/payment.js';
import type { Receivable } from '../domain/receivable.js';
import type { Refund } from '../domain/refund.js';

/** What one request loads of payments. */
export interface MoneyLoaders {
  /** Payments that the one who asks may see; null for others. */
  readonly payment: DataLoader<string, Payment | null>;
  /** Of invoices, the latest first; those that the one who asks may see. */
  readonly paymentsOfInvoice: DataLoader<string, readonly Payment[]>;
  /** Of payments that were loaded here, the latest first. */
  readonly refundsOfPayment: DataLoader<string, readonly Refund[]>;
  /** What is owed on invoices that were loaded for the one who asks. */
  readonly receivable: DataLoader<string, Receivable | null>;
}

/** Loaders of payments for one request. */
export function moneyLoaders(
  useCases: UseCases,
  cause: Cause,
  batch: { readonly maxBatchSize: number },
): MoneyLoaders {
  return {
    payment: new DataLoader(
      async (ids) => inOrder(ids, await useCases.paymentsByIds(cause, ids), ({ id }) => id),
      batch,
    ),
    paymentsOfInvoice: new DataLoader(async (invoiceIds) => {
      const all = await useCases.paymentsOfInvoices(cause, invoiceIds);
      return invoiceIds.map((id) => all.filter(({ invoiceId }) => invoiceId === id));
    }, batch),
    refundsOfPayment: new DataLoader(async (paymentIds) => {
      const all = await useCases.refundsOfPayments(paymentIds);
      return paymentIds.map((id) => all.filter(({ paymentId }) => paymentId === id));
    }, batch),
    receivable: new DataLoader(
      async (ids) => inOrder(ids, await useCases.receivablesOf(ids), ({ invoiceId }) => invoiceId),
      batch,
    ),
  };
}
