import { limits } from '../domain/limits.js';
import type { Db } from './saving.js';

/**
 * Removes notices that are past their time, and what became of deliveries before that, a batch a statement so that
 * little is locked. A delivery that is still to be sent stays. Any process may do it, several at once as well.
 * @returns how many rows went, those of the deliveries of removed notices not counted
 */
export function tidyUp(db: Db) {
  return async (now: Date): Promise<number> => {
    const before = (age: number) => new Date(now.getTime() - age);
    const notices = await inBatches(
      () => db.$executeRaw`DELETE FROM notice WHERE id IN (
        SELECT id FROM notice WHERE created_at < ${before(limits.noticeRetentionMs)}
        ORDER BY created_at LIMIT ${limits.housekeepingBatch} FOR UPDATE SKIP LOCKED)`,
    );
    const deliveries = await inBatches(
      () => db.$executeRaw`DELETE FROM delivery WHERE id IN (
        SELECT id FROM delivery WHERE settled_at < ${before(limits.deliveryRetentionMs)}
        ORDER BY settled_at LIMIT ${limits.housekeepingBatch} FOR UPDATE SKIP LOCKED)`,
    );
    return notices + deliveries;
  };
}

async function inBatches(remove: () => Promise<number>): Promise<number> {
  for (let total = 0; ;) {
    const removed = await remove();
    total += removed;
    if (removed < limits.housekeepingBatch) return total;
  }
}
