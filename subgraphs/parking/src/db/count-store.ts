import type { CountStore } from '../application/ports.js';
import type { Db } from './saving.js';

/** Readings of facilities' counters, within a transaction. */
export function countStore(tx: Db): CountStore {
  return {
    async recorded(facilityId, instants) {
      const rows = await tx.facilityCountRow.findMany({
        where: { facilityId, at: { in: [...instants] } },
        select: { at: true, free: true },
      });
      return new Map(rows.map(({ at, free }) => [at.getTime(), free]));
    },
    async record(facilityId, readings, { actorId, at: recordedAt }) {
      await tx.facilityCountRow.createMany({
        data: readings.map(({ at, free }) => ({
          facilityId,
          at,
          free,
          recordedBy: actorId,
          recordedAt,
        })),
      });
    },
  };
}
