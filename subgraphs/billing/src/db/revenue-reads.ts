import type { RevenueReads } from '../application/ports.js';
import { chargeKinds } from '../domain/charge.js';
import { Prisma } from './generated/client.js';
import type { Db } from './saving.js';

const units = { DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;

/** Revenue, from the ledger. */
export function revenueReads(db: Db): RevenueReads {
  return {
    async facility(id) {
      const row = await db.facilityRow.findUnique({ where: { id } });
      if (row === null) return null;
      const { tenantId, timeZone, currency } = row;
      return { tenantId, timeZone, currency };
    },
    async rows({ facilityId, from, to, granularity }, timeZone) {
      // Credits are negative in a ledger whose debits are positive, so revenue is what they are not. The bounds are
      // instants, so that the index counts; the day itself is the facility's.
      const rows = await db.$queryRaw<
        { period: string; kind: string; invoiced: bigint; credited: bigint }[]
      >(Prisma.sql`
        SELECT to_char(date_trunc(${units[granularity]}, occurred_at AT TIME ZONE ${timeZone}), 'YYYY-MM-DD') AS period,
          charge_kind AS kind,
          (coalesce(-sum(amount_minor) FILTER (WHERE amount_minor < 0), 0))::bigint AS invoiced,
          (coalesce(-sum(amount_minor) FILTER (WHERE amount_minor > 0), 0))::bigint AS credited
        FROM ledger_posting
        WHERE account = 'REVENUE' AND facility_id = ${facilityId}
          AND occurred_at >= (${from}::date)::timestamp AT TIME ZONE ${timeZone}
          AND occurred_at < (${to}::date + 1)::timestamp AT TIME ZONE ${timeZone}
        GROUP BY 1, 2 ORDER BY 1, 2`);
      return rows.flatMap(({ period, kind, invoiced, credited }) => {
        const known = chargeKinds.find((one) => one === kind);
        if (known === undefined) return [];
        const amounts = { invoicedMinor: Number(invoiced), creditedMinor: Number(credited) };
        return [{ period, kind: known, ...amounts }];
      });
    },
  };
}
