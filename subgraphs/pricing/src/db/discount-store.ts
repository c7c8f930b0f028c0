import { discountSchema } from '@voltpark/contracts';
import { appendEvents } from '@voltpark/kit/database/saving';
import { within } from '@voltpark/kit/database/scope';
import type { DiscountReads, DiscountStore } from '../application/ports.js';
import { codeKey, type Discount } from '../domain/discount.js';
import type { DiscountRow } from './generated/client.js';
import type { Db, Saving } from './saving.js';

/** Discounts, for reading. */
export function discountReads(db: Db): DiscountReads {
  return {
    async byIds(ids, reach) {
      const rows = await db.discountRow.findMany({
        where: { id: { in: [...ids] }, ...within(reach) },
      });
      return rows.map(discountOf);
    },
    async byCode(tenantId, key) {
      const row = await db.discountRow.findUnique({
        where: { tenantId_codeKey: { tenantId, codeKey: key } },
      });
      return row === null ? null : discountOf(row);
    },
    async list({ limit, after }, reach) {
      const rows = await db.discountRow.findMany({
        where: { ...within(reach), ...(after === null ? {} : { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(discountOf);
    },
  };
}

/** Discounts within a transaction. */
export function discountStore(saving: Saving): DiscountStore {
  const { tx } = saving;
  const reads = discountReads(tx);
  return {
    ...reads,
    async hold(id, reach) {
      await tx.$queryRaw`SELECT 1 FROM discount WHERE id = ${id} FOR UPDATE`;
      const [discount] = await reads.byIds([id], reach);
      return discount ?? null;
    },
    async holdCode(tenantId, key) {
      // Discounts are made one after the other, a tenant at a time, so that no code is given twice.
      const lock = `pricing.discount.${tenantId}`;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${lock}))`;
      return reads.byCode(tenantId, key);
    },
    async save(events) {
      for (const { discount } of events) await write(tx, discount);
      await appendEvents(saving, events);
    },
  };
}

async function write(tx: Db, discount: Discount): Promise<void> {
  const data = {
    ...discount,
    codeKey: codeKey(discount.code),
    facilityIds: [...discount.facilityIds],
    reduction: { ...discount.reduction },
  };
  if (discount.version === 1) {
    await tx.discountRow.create({ data });
    return;
  }
  const { count } = await tx.discountRow.updateMany({
    where: { id: discount.id, version: discount.version - 1 },
    data,
  });
  if (count !== 1) throw new Error(`Discount ${discount.id} was changed without being held.`);
}

function discountOf({ codeKey: _key, reduction, ...row }: DiscountRow): Discount {
  return { ...row, reduction: discountSchema.shape.reduction.parse(reduction) };
}
