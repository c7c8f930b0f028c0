import type { Reads } from '../application/ports.js';
import { exitTermsOf, facilityOf, holdOf, levelOf, occupancyOf, slotOf } from './rows.js';
import type { Db } from './saving.js';
import { levelCounts } from './level-counts.js';
import { sessionReads } from './session-reads.js';
import { findSlotIds } from './slot-search.js';

/** Everything that can be read outside of a transaction. */
export function readsOver(db: Db): Reads {
  const slots: Reads['slots'] = async (ids) => {
    const rows = await db.slotRow.findMany({
      where: { id: { in: [...ids] } },
      include: { level: { select: { name: true } } },
      orderBy: { number: 'asc' },
    });
    return rows.map(slotOf);
  };
  return {
    ...sessionReads(db),
    slots,
    levelCounts: (levelIds) => levelCounts(db, levelIds),
    async findSlots(criteria, slice, viewer) {
      return slots(await findSlotIds(db, criteria, slice, viewer));
    },
    async facilities(ids) {
      const rows = await db.facilityRow.findMany({ where: { id: { in: [...ids] } } });
      return rows.map(facilityOf);
    },
    async exitTerms(facilityIds) {
      const rows = await db.facilityRow.findMany({
        where: { id: { in: [...facilityIds] } },
        select: { id: true, exitPayment: true, exitGraceSeconds: true, exitFreeMinutes: true },
      });
      return new Map(rows.map((row) => [row.id, exitTermsOf(row)]));
    },
    async holds(ids) {
      const rows = await db.slotHoldRow.findMany({ where: { id: { in: [...ids] } } });
      return rows.map(holdOf);
    },
    async occupancies(facilityIds) {
      const where = { facilityId: { in: [...facilityIds] } };
      const rows = await db.facilityOccupancyRow.findMany({ where });
      return rows.map(occupancyOf);
    },
    async levels(ids) {
      const rows = await db.levelRow.findMany({ where: { id: { in: [...ids] } } });
      return rows.map(levelOf);
    },
    async levelsOf(facilityIds) {
      const rows = await db.levelRow.findMany({
        where: { facilityId: { in: [...facilityIds] } },
        orderBy: [{ ordinal: 'asc' }, { name: 'asc' }],
      });
      return rows.map(levelOf);
    },
    async streamPosition(facilityId, version) {
      const [row] = await db.$queryRaw<
        { stream_seq: bigint | null }[]
      >`SELECT stream_seq FROM outbox
        WHERE aggregate_type = 'facility_occupancy' AND aggregate_id = ${facilityId}
          AND aggregate_version = ${version}`;
      // What has left the outbox was published long ago.
      if (row === undefined) return 0;
      return row.stream_seq === null ? null : Number(row.stream_seq);
    },
  };
}
