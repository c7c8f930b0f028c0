import type { Stores } from '../application/ports.js';
import { totalsOf, type Occupancy } from '../domain/occupancy.js';
import { occupancyOf, slotOf } from './rows.js';
import type { Db } from './saving.js';

/** Slots and the occupancy of facilities, within a transaction. */
export function occupancyStore(
  tx: Db,
): Pick<Stores, 'holdSlot' | 'holdOccupancy' | 'saveSlot' | 'saveOccupancy'> {
  return {
    async holdSlot(id) {
      await tx.$queryRaw`SELECT FROM slot WHERE id = ${id} FOR UPDATE`;
      const row = await tx.slotRow.findUnique({
        where: { id },
        include: { level: { select: { name: true } } },
      });
      return row === null ? null : slotOf(row);
    },
    async holdOccupancy(facilityId) {
      await tx.$queryRaw`SELECT FROM facility_occupancy WHERE facility_id = ${facilityId} FOR UPDATE`;
      const row = await tx.facilityOccupancyRow.findUnique({ where: { facilityId } });
      return row === null ? null : occupancyOf(row);
    },
    async saveSlot({ id, status, sessionId, holdId }) {
      await tx.slotRow.update({ where: { id }, data: { status, sessionId, holdId } });
    },
    async saveOccupancy(occupancy) {
      const { facilityId } = occupancy;
      await tx.facilityOccupancyRow.update({
        where: { facilityId },
        data: occupancyData(occupancy),
      });
    },
  };
}

/** The row of an occupancy, with the sums that the hot path compares by. */
function occupancyData(occupancy: Occupancy) {
  const totals = totalsOf(occupancy);
  const {
    facilityId: _key,
    tenantId: _fixed,
    free,
    occupied,
    reserved,
    maintenance,
    ...rest
  } = occupancy;
  return {
    ...rest,
    free: [...free],
    occupied: [...occupied],
    reserved: [...reserved],
    maintenance: [...maintenance],
    taken: totals.occupied + totals.reserved,
    inService: totals.total - totals.maintenance,
  };
}
