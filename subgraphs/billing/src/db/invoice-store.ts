import { unreachable } from '@voltpark/kit/decision';
import { appendEvents } from '@voltpark/kit/database/saving';
import type { InvoiceStore } from '../application/ports.js';
import { identityOf, type Invoice, type InvoiceEvent } from '../domain/invoice.js';
import type { Prisma } from './generated/client.js';
import { withStanding } from './invoice-reads.js';
import { documentColumns } from './invoice-row.js';
import type { Db, Saving } from './saving.js';

/** Invoices within a transaction: state and outbox rows together. */
export function invoiceStore(saving: Saving): InvoiceStore {
  const { tx } = saving;
  return {
    async holdOfStays(parkingSessionIds) {
      const ids = [...parkingSessionIds];
      await tx.$queryRaw`SELECT 1 FROM invoice WHERE parking_session_id = ANY(${ids}) ORDER BY id FOR UPDATE`;
      return inOrderOf(tx, { parkingSessionId: { in: ids } });
    },
    async holdOfPass(passId) {
      await tx.$queryRaw`SELECT 1 FROM invoice WHERE pass_id = ${passId} ORDER BY id FOR UPDATE`;
      return inOrderOf(tx, { passId });
    },
    async nextNumber(tenantId, series) {
      const [row] = await tx.$queryRaw<{ last: number }[]>`
        INSERT INTO invoice_number (tenant_id, series, last) VALUES (${tenantId}, ${series}, 1)
        ON CONFLICT (tenant_id, series) DO UPDATE SET last = invoice_number.last + 1 RETURNING last`;
      if (row === undefined) throw new Error('A series always has a next number.');
      return `${series}-${String(row.last).padStart(6, '0')}`;
    },
    async save(events) {
      for (const event of events) await write(tx, event);
      await appendEvents(saving, events);
    },
  };
}

async function inOrderOf(tx: Db, where: Prisma.InvoiceRowWhereInput): Promise<Invoice[]> {
  const rows = await tx.invoiceRow.findMany({
    where,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return withStanding(tx, rows);
}

async function write(tx: Db, event: InvoiceEvent): Promise<void> {
  const { invoice } = event;
  const before = { id: invoice.id, version: invoice.version - 1 };
  switch (event.type) {
    case 'InvoiceCreated':
      await tx.invoiceRow.create({ data: { ...identityOf(event.invoice), status: 'DRAFT' } });
      return;
    case 'InvoiceIssued': {
      const data = { ...identityOf(event.invoice), ...documentColumns(event.invoice.document) };
      await changed(tx, before, { ...data, status: 'ISSUED' });
      return;
    }
    case 'InvoiceCancelled': {
      const { version, cancelledAt, reason, creditNoteId } = event.invoice;
      const taken = { version, cancelledAt, cancelReason: reason, creditNoteId };
      await changed(tx, before, { ...taken, status: 'CANCELLED' });
      return;
    }
    default:
      unreachable(event);
  }
}

async function changed(
  tx: Db,
  where: { readonly id: string; readonly version: number },
  data: Parameters<Db['invoiceRow']['updateMany']>[0]['data'],
): Promise<void> {
  const { count } = await tx.invoiceRow.updateMany({ where, data });
  if (count !== 1) throw new Error(`Invoice ${where.id} was changed without being held.`);
}
