import { visibleTo } from '@voltpark/kit/database/scope';
import type { PaymentReads } from '../application/money-ports.js';
import type { Viewer } from '@voltpark/kit/viewer';
import { Prisma } from './generated/client.js';
import { paymentOf } from './payment-row.js';
import { receivableOf } from './receivable-row.js';
import { refundOf } from './refund-row.js';
import type { Db } from './saving.js';

const latestFirst = [{ createdAt: 'desc' }, { id: 'desc' }] as const;

/** Payments and refunds, for reading. */
export function paymentReads(db: Db): PaymentReads {
  return {
    async byIds(ids, viewer) {
      const where = { AND: [{ id: { in: [...ids] } }, visibleTo(viewer)] };
      return (await db.paymentRow.findMany({ where })).map(paymentOf);
    },
    async refundsByIds(ids, viewer) {
      const where = { id: { in: [...ids] }, payment: visibleTo(viewer) };
      return (await db.refundRow.findMany({ where })).map(refundOf);
    },
    async refundsOf(paymentIds) {
      const where = { paymentId: { in: [...paymentIds] } };
      return (await db.refundRow.findMany({ where, orderBy: [...latestFirst] })).map(refundOf);
    },
    async ofInvoices(invoiceIds, viewer) {
      const where = { AND: [{ invoiceId: { in: [...invoiceIds] } }, visibleTo(viewer)] };
      return (await db.paymentRow.findMany({ where, orderBy: [...latestFirst] })).map(paymentOf);
    },
    async receivables(invoiceIds) {
      const where = { invoiceId: { in: [...invoiceIds] } };
      return (await db.receivableRow.findMany({ where })).map(receivableOf);
    },
    async find({ invoiceId, facilityId, customerId }, { limit, after }, viewer) {
      const where: Prisma.PaymentRowWhereInput = {
        ...(invoiceId === null ? {} : { invoiceId }),
        ...(facilityId === null ? {} : { facilityId }),
        ...(customerId === null ? {} : { customerId }),
        AND: [visibleTo(viewer), after === null ? {} : behind(after)],
      };
      const rows = await db.paymentRow.findMany({ where, orderBy: [...latestFirst], take: limit });
      return rows.map(paymentOf);
    },
    summary: (customerId, viewer) => summary(db, customerId, viewer),
  };
}

const behind = ([createdAt, id]: readonly [Date, string]): Prisma.PaymentRowWhereInput => ({
  OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }],
});

async function summary(db: Db, customerId: string, viewer: Viewer) {
  const seesAll = viewer.all || viewer.customerId === customerId;
  const seen = seesAll ? Prisma.sql`true` : Prisma.sql`tenant_id = ${viewer.tenantId}`;
  const rows = await db.$queryRaw<Record<string, bigint | string>[]>`
    WITH owed AS (
      SELECT currency, sum(total_minor) FILTER (WHERE status <> 'CANCELLED') AS invoiced,
        sum(owed_minor) AS owed, sum(owed_minor) FILTER (WHERE overdue_at IS NOT NULL) AS overdue,
        count(*) FILTER (WHERE status = 'OPEN') AS open,
        sum(total_minor - owed_minor) FILTER (WHERE status <> 'CANCELLED') AS settled
      FROM receivable WHERE customer_id = ${customerId} AND ${seen} GROUP BY currency),
    paid AS (
      SELECT currency, sum(captured_minor) AS paid, sum(refunded_minor) AS refunded, sum(funds_minor) AS funds
      FROM payment WHERE status = 'CAPTURED' AND customer_id = ${customerId} AND ${seen} GROUP BY currency)
    SELECT currency, coalesce(invoiced, 0)::bigint AS invoiced, coalesce(owed, 0)::bigint AS owed,
      coalesce(overdue, 0)::bigint AS overdue, coalesce(paid, 0)::bigint AS paid,
      coalesce(refunded, 0)::bigint AS refunded, open::bigint AS open,
      (coalesce(funds, 0) - coalesce(settled, 0))::bigint AS credit
    FROM owed LEFT JOIN paid USING (currency) ORDER BY currency`;
  return rows.map((row) => ({
    currency: String(row['currency']),
    invoicedMinor: Number(row['invoiced']),
    owedMinor: Number(row['owed']),
    overdueMinor: Number(row['overdue']),
    paidMinor: Number(row['paid']),
    refundedMinor: Number(row['refunded']),
    creditMinor: Number(row['credit']),
    openInvoices: Number(row['open']),
  }));
}
