import { appendEvents } from '@voltpark/kit/database/saving';
import type { Reads, Stores } from '../application/ports.js';
import type { Delivery } from '../domain/delivery.js';
import { limits } from '../domain/limits.js';
import { deliveryOf, noticeOf, stateColumns } from './rows.js';
import type { Db, Saving } from './saving.js';
import { noticesFor } from './scope.js';

/** Deliveries, for reading. */
export function deliveryReads(db: Db): Reads['deliveries'] {
  return {
    async byIds(ids, viewer) {
      const where = { id: { in: [...ids] }, notice: noticesFor(viewer) };
      return (await db.deliveryRow.findMany({ where })).map(deliveryOf);
    },
    async ofNotices(noticeIds) {
      const rows = await db.deliveryRow.findMany({
        where: { noticeId: { in: [...noticeIds] } },
        orderBy: { id: 'asc' },
      });
      return rows.map(deliveryOf);
    },
    async list({ limit, after, status }, viewer) {
      const rows = await db.deliveryRow.findMany({
        where: {
          notice: noticesFor({ ...viewer, customerId: null }),
          ...(status === null ? {} : { status }),
          ...(after === null ? {} : { id: { lt: after } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(deliveryOf);
    },
  };
}

/** Deliveries within a transaction. */
export function deliveryStore(saving: Saving): Stores['deliveryStore'] {
  const { tx } = saving;
  return {
    async hold(id) {
      await tx.$queryRaw`SELECT id FROM delivery WHERE id = ${id} FOR UPDATE`;
      const row = await tx.deliveryRow.findUnique({ where: { id }, include: { notice: true } });
      return row && { delivery: deliveryOf(row), notice: noticeOf(row.notice) };
    },
    async save(delivery, notice, isTold) {
      const { id, attempts, version, state } = delivery;
      await tx.deliveryRow.update({
        where: { id },
        data: { attempts, version, ...stateColumns(state) },
      });
      if (isTold) await appendEvents(saving, [{ type: 'DeliverySettled', delivery, notice }]);
    },
  };
}

/** Takes what is due in one statement, past what others are taking at the same time. */
export function takeDue(db: Db) {
  return async (now: Date, limit: number): Promise<Delivery[]> => {
    const lease = new Date(now.getTime() + limits.leaseMs);
    const taken = await db.$queryRaw<{ id: string }[]>`
      UPDATE delivery SET status = 'SENDING', attempts = attempts + 1, due_at = ${lease}
      WHERE id IN (SELECT id FROM delivery WHERE due_at <= ${now} ORDER BY due_at
        LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`;
    const ids = taken.map(({ id }) => id);
    if (ids.length === 0) return [];
    return (await db.deliveryRow.findMany({ where: { id: { in: ids } } })).map(deliveryOf);
  };
}
