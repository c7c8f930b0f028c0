import { may, type Actor } from '@voltpark/contracts';
import type { BalanceCriteria, MoneySummary, PaymentCriteria } from './money-ports.js';
import type { Cause, Ports, Slice } from './ports.js';
import { payerOf, viewerOf } from './viewer.js';

/** Reading what is owed, payments, refunds and the ledger: what the one who asks may see. */
export function readMoney({ reads, clock }: Ports) {
  const { payments, ledger } = reads;
  return {
    /** Payers see what they paid, and a pay terminal what was paid at its tenant. */
    paymentsByIds: ({ actor }: Cause, ids: readonly string[]) =>
      payments.byIds(ids, payerOf(actor)),
    refundsByIds: ({ actor }: Cause, ids: readonly string[]) =>
      payments.refundsByIds(ids, payerOf(actor)),
    /** Of payments that were loaded for the one who asks. */
    refundsOfPayments: (paymentIds: readonly string[]) => payments.refundsOf(paymentIds),
    paymentsOfInvoices: ({ actor }: Cause, invoiceIds: readonly string[]) =>
      payments.ofInvoices(invoiceIds, payerOf(actor)),
    /** Of invoices that were loaded for the one who asks. */
    receivablesOf: (invoiceIds: readonly string[]) => payments.receivables(invoiceIds),
    findPayments: (
      { actor }: Cause,
      criteria: PaymentCriteria,
      slice: Slice<readonly [Date, string]>,
    ) => payments.find(criteria, slice, viewerOf(actor)),
    /** By currency. Of another customer: what staff of a tenant see of it. */
    async customerSummary({ actor }: Cause, customerId: string): Promise<MoneySummary[]> {
      return payments.summary(customerId, viewerOf(actor));
    },
    /** Every account of a tenant as it stood; an ADMIN who names none gets all. Null: not for the one who asks. */
    async trialBalance(
      { actor }: Cause,
      wish: { readonly tenantId: string | null; readonly at: Date | null },
    ) {
      const books = booksOf(actor, wish.tenantId);
      const at = wish.at ?? clock.now();
      return books === null
        ? null
        : { at, balances: await ledger.trialBalance(books.tenantId, at) };
    },
    /** The balance of accounts of one kind as it stood. Null: not for the one who asks. */
    async ledgerBalance(
      { actor }: Cause,
      wish: BalanceCriteria & { readonly tenantId: string | null; readonly at: Date | null },
    ) {
      const books = booksOf(actor, wish.tenantId);
      const at = wish.at ?? clock.now();
      return books === null ? null : ledger.balance(books.tenantId, wish, at);
    },
  };
}

/** Whose books somebody may look into; `tenantId` null: everybody's. */
function booksOf(
  actor: Actor,
  tenantId: string | null,
): { readonly tenantId: string | null } | null {
  if (!may(actor, 'billing:revenue')) return null;
  if (actor.roles.includes('ADMIN')) return { tenantId };
  if (actor.tenantId === null || (tenantId !== null && tenantId !== actor.tenantId)) return null;
  return { tenantId: actor.tenantId };
}
