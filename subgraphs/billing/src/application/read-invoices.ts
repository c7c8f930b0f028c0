import type { Cause, InvoiceCriteria, Ports, Slice } from './ports.js';
import { payerOf, viewerOf } from './viewer.js';

/** Reading of invoices, as far as the one who asks may see them. */
export function readInvoices({ reads }: Pick<Ports, 'reads'>) {
  return {
    invoicesByIds: ({ actor }: Cause, ids: readonly string[]) =>
      reads.invoices.byIds(ids, viewerOf(actor)),
    /** Invoices of a stay that whoever pays for it may see: a pay terminal sees these, and no list. */
    payableOfStay: ({ actor }: Cause, parkingSessionId: string) =>
      reads.invoices.ofStays([parkingSessionId], payerOf(actor)),
    /** The stays that charging sessions are billed with. */
    staysOfSessions: (ids: readonly string[]) => reads.visits.staysOfSessions(ids),
    /** The stays that stays are billed with: themselves, or those that they were merged into. */
    billedTogether: (ids: readonly string[]) => reads.visits.billedTogether(ids),
    invoicesOfStays: ({ actor }: Cause, parkingSessionIds: readonly string[]) =>
      reads.invoices.ofStays(parkingSessionIds, viewerOf(actor)),
    findInvoices: (
      { actor }: Cause,
      criteria: InvoiceCriteria,
      slice: Slice<readonly [createdAt: Date, id: string]>,
    ) => reads.invoices.find(criteria, slice, viewerOf(actor)),
  };
}
