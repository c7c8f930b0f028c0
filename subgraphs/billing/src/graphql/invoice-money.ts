import { isOverdue, owedMinor } from '../domain/receivable.js';
import type { InvoiceResolvers } from './generated/types.js';
import { money } from './money.js';

/** What of an invoice is about money: owed, reminders, payments. */
export const invoiceMoney = {
  owed: async ({ id }, _args, { loaders }) => {
    const receivable = await loaders.receivable.load(id);
    return receivable === null ? null : money(owedMinor(receivable), receivable.currency);
  },
  paidAt: async ({ id }, _args, { loaders }) => {
    const receivable = await loaders.receivable.load(id);
    return receivable?.status === 'PAID' ? receivable.paidAt : null;
  },
  overdueSince: async ({ id }, _args, { loaders }) => {
    const receivable = await loaders.receivable.load(id);
    if (receivable?.status !== 'OPEN' || !isOverdue(receivable)) return null;
    return receivable.dunning?.overdueAt ?? null;
  },
  dunningLevel: async ({ id }, _args, { loaders }) => {
    const receivable = await loaders.receivable.load(id);
    return receivable?.status === 'OPEN' ? (receivable.dunning?.level ?? 0) : 0;
  },
  payments: ({ id }, _args, { loaders }) => loaders.paymentsOfInvoice.load(id),
} satisfies InvoiceResolvers;
