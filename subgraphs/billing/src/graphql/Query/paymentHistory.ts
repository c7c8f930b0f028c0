import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { QueryResolvers } from '../generated/types.js';

const cursor = z.tuple([z.coerce.date(), z.string()]);

export const paymentHistory: NonNullable<QueryResolvers['paymentHistory']> = async (
  _root,
  { filter, ...args },
  { useCases, cause },
) => {
  const criteria = {
    invoiceId: filter?.invoiceId ?? null,
    facilityId: filter?.facilityId ?? null,
    customerId: filter?.customerId ?? null,
  };
  const rows = await useCases.findPayments(cause, criteria, pageRequest(args, cursor));
  return page(rows, args, ({ createdAt, id }) => encodeCursor([createdAt, id]));
};
