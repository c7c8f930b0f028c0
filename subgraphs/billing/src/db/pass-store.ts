import { z } from 'zod';
import type { PassStore } from '../application/ports.js';
import { sellerName } from './billing-facility.js';
import type { Db } from './saving.js';

const price = z.object({
  amount: z.string(),
  currency: z.string(),
  taxPercent: z.string().nullable(),
});
const statuses = ['PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED'] as const;

/** Passes within a transaction. */
export function passStore(tx: Db): PassStore {
  return {
    async hold(id) {
      await tx.$queryRaw`SELECT 1 FROM pass WHERE id = ${id} FOR UPDATE`;
      const row = await tx.passRow.findUnique({ where: { id } });
      if (row === null) return null;
      // A pass for one place is dated there; one for several has no place of its own.
      const [only, ...others] = row.facilityIds;
      const facility =
        only === undefined || others.length > 0
          ? null
          : await tx.facilityRow.findUnique({ where: { id: only } });
      const status = statuses.find((known) => known === row.status) ?? 'PENDING';
      const pass = { ...row, status, price: price.parse(row.price) };
      const seller = {
        name: await sellerName(tx, row.tenantId, facility?.name ?? 'Voltpark'),
        place: facility === null ? [] : [facility.name],
      };
      return { pass, timeZone: facility?.timeZone ?? 'UTC', seller };
    },
  };
}
