import {
  encodeCursor,
  page,
  pageRequest,
  type Connection,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { InvoiceCriteria } from '../application/ports.js';
import type { Invoice } from '../domain/invoice.js';
import type { GraphQLContext } from './context.js';

const invoiceCursor = z.tuple([z.coerce.date(), z.string()]);

type Wish = { readonly [Field in keyof InvoiceCriteria]?: InvoiceCriteria[Field] | undefined };

/** A page of invoices that the one who asks may see, the latest first. */
export async function invoicePage(
  args: PageArguments & Wish,
  { useCases, cause }: GraphQLContext,
): Promise<Connection<Invoice>> {
  const criteria = {
    facilityId: args.facilityId ?? null,
    customerId: args.customerId ?? null,
    parkingSessionId: args.parkingSessionId ?? null,
  };
  const rows = await useCases.findInvoices(cause, criteria, pageRequest(args, invoiceCursor));
  return page(rows, args, ({ createdAt, id }) => encodeCursor([createdAt, id]));
}

/** The page of somebody who has none. */
export function emptyInvoicePage(args: PageArguments): Connection<Invoice> {
  pageRequest(args, invoiceCursor);
  return page([], args, () => '');
}
