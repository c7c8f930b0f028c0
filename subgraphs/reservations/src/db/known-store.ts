import type { KnownStore } from '../application/known.js';
import type { Db } from './saving.js';

/** Farther than any slot is: where parking has not told. */
const unknownDistance = 2_147_483_647;

/** What reservations keep of other contexts, within a transaction. Each row remembers the version it is from. */
export const knownStore = (tx: Db): KnownStore => ({
  ...facilities(tx),
  ...slots(tx),
  ...prices(tx),
  async forgetPast(before, limit) {
    const stays = await tx.$executeRaw`DELETE FROM stay
      WHERE id IN (SELECT id FROM stay WHERE over_at < ${before} LIMIT ${limit})`;
    const vehicles = await tx.$executeRaw`DELETE FROM vehicle
      WHERE id IN (SELECT id FROM vehicle WHERE retired_at < ${before} LIMIT ${limit})`;
    return stays + vehicles;
  },
});

function facilities(tx: Db) {
  return {
    async keepFacility({ status, ...facility }, version) {
      const { id, tenantId, timeZone, currency, evPolicy } = facility;
      const openingPeriods = facility.openingPeriods.map((each) => ({ ...each }));
      const specialDays = facility.specialDays.map(({ date, hours }) => ({
        date,
        hours: hours.map((each) => ({ ...each })),
      }));
      const data = { id, tenantId, timeZone, currency, evPolicy, openingPeriods, specialDays };
      await tx.facilityRow.createMany({
        data: [{ ...data, status, snapshotVersion: version, statusVersion: version }],
        skipDuplicates: true,
      });
      await tx.facilityRow.updateMany({
        where: { id, snapshotVersion: { lt: version } },
        data: { ...data, snapshotVersion: version },
      });
      await tx.facilityRow.updateMany({
        where: { id, statusVersion: { lt: version } },
        data: { status, statusVersion: version },
      });
    },
    async keepStatus(id, status, version) {
      if ((await tx.facilityRow.count({ where: { id } })) === 0) return false;
      await tx.facilityRow.updateMany({
        where: { id, statusVersion: { lt: version } },
        data: { status, statusVersion: version },
      });
      return true;
    },
    async keepVehicle(vehicle, retiredAt, version) {
      const data = { ...vehicle, retiredAt, version };
      await tx.vehicleRow.createMany({ data: [data], skipDuplicates: true });
      await tx.vehicleRow.updateMany({
        where: { id: vehicle.id, version: { lt: version } },
        data,
      });
    },
  } satisfies Partial<KnownStore>;
}

function slots(tx: Db) {
  return {
    async keepSlots(slots, version) {
      for (const { distanceMetres, ...slot } of slots) {
        await tx.slotRow.createMany({
          data: [{ ...slot, distanceMetres: distanceMetres ?? unknownDistance, version }],
          skipDuplicates: true,
        });
        await tx.slotRow.updateMany({
          where: { id: slot.id, version: { lt: version } },
          data: { ...slot, ...(distanceMetres === undefined ? {} : { distanceMetres }), version },
        });
      }
    },
    async keepStay(stay) {
      await tx.stayRow.createMany({ data: [{ ...stay, overAt: null }], skipDuplicates: true });
    },
    async endStay(stay, overAt) {
      const { id } = stay;
      await tx.stayRow.upsert({
        where: { id },
        create: { ...stay, overAt },
        update: { overAt },
      });
    },
  } satisfies Partial<KnownStore>;
}

function prices(tx: Db) {
  return {
    async keepPlanVersion({ content, ...version }) {
      // Through JSON, as Prisma wants plain objects.
      const plain = JSON.parse(JSON.stringify(content)) as object;
      const data = [{ ...version, content: plain }];
      await tx.planVersionRow.createMany({ data, skipDuplicates: true });
    },
    async keepAssignment(assignment) {
      await tx.assignmentRow.createMany({ data: [assignment], skipDuplicates: true });
    },
  } satisfies Partial<KnownStore>;
}
