import type { HoldStore } from '../application/booking-port.js';
import { holdOf } from './rows.js';
import type { Db } from './saving.js';

/** Slots kept free for vehicles, within a transaction. A hold changes only while its slot is held (locked). */
export function holdStore(tx: Db): HoldStore {
  return {
    async holdOf(kind, sourceId) {
      const row = await tx.slotHoldRow.findUnique({ where: { kind_sourceId: { kind, sourceId } } });
      return row === null ? null : holdOf(row);
    },
    async hold(id) {
      const row = await tx.slotHoldRow.findUnique({ where: { id } });
      return row === null ? null : holdOf(row);
    },
    async overdue(at, limit) {
      const rows = await tx.slotHoldRow.findMany({
        where: { status: 'HELD', until: { lte: at } },
        orderBy: [{ until: 'asc' }, { id: 'asc' }],
        take: limit,
        select: { id: true, slotId: true },
      });
      return rows;
    },
    async add(hold) {
      // Two requests for one offer at once: the second finds the first and has nothing to add.
      const { count } = await tx.slotHoldRow.createMany({ data: [hold], skipDuplicates: true });
      return count === 1;
    },
    async save({ id, status, endedAt, version }) {
      await tx.slotHoldRow.update({ where: { id }, data: { status, endedAt, version } });
    },
    forgetPast: (endedBefore, limit) =>
      tx.$executeRaw`DELETE FROM slot_hold WHERE id IN (
        SELECT id FROM slot_hold WHERE ended_at < ${endedBefore} LIMIT ${limit})`,
  };
}
