import type { QueryResolvers } from '../generated/types.js';
import { emptyInvoicePage, invoicePage } from '../pages.js';

export const myInvoices: NonNullable<QueryResolvers['myInvoices']> = (_root, args, context) => {
  const { customerId } = context.cause.actor;
  return customerId === null
    ? emptyInvoicePage(args)
    : invoicePage({ ...args, customerId }, context);
};
