import type { Cause, InvoiceCriteria, Ports, Slice } from './ports.js';
import { viewerOf } from './viewer.js';

/** Reading of invoices, as far as the one who asks may see them. */
export function readInvoices({ reads }: Pick<Ports, 'reads'>) {
  return {
    invoicesByIds: ({ actor }: Cause, ids: readonly string[]) =>
      reads.invoices.byIds(ids, viewerOf(actor)),
    invoicesOfStays: ({ actor }: Cause, parkingSessionIds: readonly string[]) =>
      reads.invoices.ofStays(parkingSessionIds, viewerOf(actor)),
    findInvoices: (
      { actor }: Cause,
      criteria: InvoiceCriteria,
      slice: Slice<readonly [createdAt: Date, id: string]>,
    ) => reads.invoices.find(criteria, slice, viewerOf(actor)),
  };
}
