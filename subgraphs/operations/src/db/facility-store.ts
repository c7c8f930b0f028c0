import type { FacilityReads, FacilityStore, Untold } from '../application/facility-ports.js';
import type { Db } from './saving.js';

/** Facilities, for reading. */
export function facilityReads(db: Db): FacilityReads {
  return {
    async byIds(ids) {
      return db.facilityRow.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, tenantId: true, name: true, timeZone: true, currency: true },
      });
    },
  };
}

/** Facilities within a transaction. */
export function facilityStore(tx: Db): FacilityStore {
  return {
    ...facilityReads(tx),
    async keep({ id, ...facility }, version) {
      const { count } = await tx.facilityRow.createMany({
        data: [{ id, ...facility, version }],
        skipDuplicates: true,
      });
      await tx.facilityRow.updateMany({
        where: { id, version: { lt: version } },
        data: { ...facility, version },
      });
      return count > 0;
    },
    async keepOccupancy(id, { taken, inService, version }) {
      await tx.facilityRow.updateMany({
        where: { id, occupancyVersion: { lt: version } },
        data: { taken, inService, occupancyVersion: version },
      });
      return (await tx.facilityRow.count({ where: { id } })) > 0;
    },
    async keepCount(id, { countedAt, heardAt }) {
      const changed = await tx.$executeRaw`UPDATE facility
        SET counted_at = greatest(counted_at, ${countedAt}), count_heard_at = ${heardAt}, is_counted = true
        WHERE id = ${id}`;
      return changed > 0;
    },
    async addRevenue(id, { day, minor }) {
      await tx.$executeRaw`UPDATE facility SET revenue_day = ${day},
          revenue_minor = CASE WHEN revenue_day = ${day} THEN revenue_minor ELSE 0 END + ${minor}
        WHERE id = ${id} AND (revenue_day IS NULL OR revenue_day <= ${day})`;
    },
    async addUntold(facilityId, { count, from, to }) {
      await tx.$executeRaw`UPDATE facility SET pending_count = pending_count + ${count},
          pending_from = least(pending_from, ${from}), pending_to = greatest(pending_to, ${to})
        WHERE id = ${facilityId}`;
    },
    async takeUntold(toldBefore, now, limit) {
      return tx.$queryRaw<Untold[]>`WITH due AS (
          SELECT id, pending_count, pending_from, pending_to FROM facility
          WHERE pending_count > 0 AND (told_at IS NULL OR told_at <= ${toldBefore})
          ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE facility SET pending_count = 0, pending_from = NULL, pending_to = NULL, told_at = ${now},
          told_version = told_version + 1
        FROM due WHERE facility.id = due.id
        RETURNING facility.id AS "facilityId", tenant_id AS "tenantId", due.pending_count AS "readingCount",
          due.pending_from AS "from", due.pending_to AS "to", told_version AS version`;
    },
  };
}
