import { visibleTo } from '@voltpark/kit/database/scope';
import type { InvoiceCriteria, InvoiceReads } from '../application/ports.js';
import type { Invoice } from '../domain/invoice.js';
import type { InvoiceRow, Prisma } from './generated/client.js';
import { invoiceOf } from './invoice-row.js';
import type { Db } from './saving.js';
import { standings } from './standings.js';

type Where = Prisma.InvoiceRowWhereInput;

/** Rows together with what is owed on them. */
export async function withStanding(db: Db, rows: readonly InvoiceRow[]): Promise<Invoice[]> {
  const found = await standings(
    db,
    rows.filter(({ status }) => status === 'ISSUED').map(({ id }) => id),
  );
  return rows.map((row) => invoiceOf(row, found.get(row.id) ?? null));
}

/** Invoices, for reading. */
export function invoiceReads(db: Db): InvoiceReads {
  return {
    async byIds(ids, viewer) {
      const where = { id: { in: [...ids] }, AND: visibleTo(viewer) };
      return withStanding(db, await db.invoiceRow.findMany({ where }));
    },
    async find(criteria, { limit, after }, viewer) {
      const rows = await db.invoiceRow.findMany({
        where: { AND: [matching(criteria), visibleTo(viewer), behind(after)] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return withStanding(db, rows);
    },
    async ofStays(parkingSessionIds, viewer) {
      const rows = await db.invoiceRow.findMany({
        where: { parkingSessionId: { in: [...parkingSessionIds] }, AND: visibleTo(viewer) },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return withStanding(db, rows);
    },
  };
}

function matching({ facilityId, customerId, parkingSessionId }: InvoiceCriteria): Where {
  return {
    ...(facilityId === null ? {} : { facilityId }),
    ...(customerId === null ? {} : { customerId }),
    ...(parkingSessionId === null ? {} : { parkingSessionId }),
  };
}

function behind(after: readonly [createdAt: Date, id: string] | null): Where {
  if (after === null) return {};
  const [createdAt, id] = after;
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}
