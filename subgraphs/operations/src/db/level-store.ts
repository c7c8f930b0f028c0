import type { LevelReads, LevelStore } from '../application/alert-ports.js';
import type { Db } from './saving.js';

/** Objectives and the history of health, for reading. */
export function levelReads(db: Db): LevelReads {
  return {
    objectives: (facilityIds) =>
      db.objectiveRow.findMany({ where: { facilityId: { in: [...facilityIds] } } }),
    periods: (facilityIds, since) =>
      db.healthPeriodRow.findMany({
        where: {
          facilityId: { in: [...facilityIds] },
          OR: [{ to: null }, { to: { gt: since } }],
        },
      }),
  };
}

/** Objectives within a transaction. */
export function levelStore(tx: Db): LevelStore {
  return {
    ...levelReads(tx),
    removeEnded: (before, limit) => tx.$executeRaw`DELETE FROM health_period WHERE id IN (
      SELECT id FROM health_period WHERE "to" < ${before} ORDER BY "to" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
    async save({ facilityId, kind, ...rest }, updatedAt) {
      const data = { ...rest, updatedAt };
      await tx.objectiveRow.upsert({
        where: { facilityId_kind: { facilityId, kind } },
        create: { facilityId, kind, ...data },
        update: data,
      });
    },
  };
}
