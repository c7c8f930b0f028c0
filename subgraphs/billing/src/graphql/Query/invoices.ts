import type { QueryResolvers } from '../generated/types.js';
import { invoicePage } from '../pages.js';

export const invoices: NonNullable<QueryResolvers['invoices']> = (
  _root,
  { filter, ...args },
  context,
) => invoicePage({ ...filter, ...args }, context);
