import type { Standing } from './invoice-row.js';
import type { Db } from './saving.js';

/** What is known of the money owed for invoices, by their ids. */
export async function standings(
  db: Db,
  invoiceIds: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const rows = await db.receivableRow.findMany({
    where: { invoiceId: { in: [...invoiceIds] } },
    select: { invoiceId: true, status: true, overdueAt: true },
  });
  return new Map(
    rows.map(({ invoiceId, status, overdueAt }) => [
      invoiceId,
      { isPaid: status === 'PAID', isOverdue: status === 'OPEN' && overdueAt !== null },
    ]),
  );
}
