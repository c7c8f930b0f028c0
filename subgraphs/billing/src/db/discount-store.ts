import { discountSchema } from '@voltpark/contracts';
import type { DiscountStore } from '../application/ports.js';
import { jsonOf } from './invoice-row.js';
import type { Db } from './saving.js';

/** Discounts within a transaction. */
export function discountStore(tx: Db): DiscountStore {
  return {
    async holdByCode(tenantId, code) {
      await tx.$queryRaw`SELECT 1 FROM discount WHERE tenant_id = ${tenantId} AND code = ${code} ORDER BY id FOR UPDATE`;
      const rows = await tx.discountRow.findMany({
        where: { tenantId, code },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ content, uses }) => ({ discount: discountSchema.parse(content), uses }));
    },
    async appliedTo(parkingSessionIds) {
      const rows = await tx.visitDiscountRow.findMany({
        where: { visitId: { in: [...parkingSessionIds] } },
        select: { discountId: true },
      });
      return rows.map(({ discountId }) => discountId);
    },
    async apply(visitId, discount, { actorId: appliedBy, at: appliedAt }) {
      const { discountId } = discount;
      await tx.visitDiscountRow.create({
        data: { visitId, discountId, content: jsonOf(discount), appliedAt, appliedBy },
      });
      await tx.discountRow.update({ where: { id: discountId }, data: { uses: { increment: 1 } } });
    },
  };
}
