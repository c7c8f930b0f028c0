import type { KnownStore } from '../application/known.js';
import type { ExitTerms } from '../domain/exit.js';
import { Prisma } from './generated/client.js';
import { facilityOf } from './rows.js';
import type { Db } from './saving.js';

/**
 * What parking keeps of other contexts, within a transaction. Each row remembers the version it is from; a
 * facility's status has one of its own, as one kind of event tells of the status alone.
 */
export function knownStore(tx: Db): KnownStore {
  return {
    async keepFacility(facility, version) {
      const { id, tenantId } = facility;
      const { status, ...rest } = { ...facility, ...lists(facility) };
      await tx.facilityRow.createMany({
        data: { ...rest, status, snapshotVersion: version, statusVersion: version },
        skipDuplicates: true,
      });
      await tx.facilityRow.updateMany({
        where: { id, snapshotVersion: { lt: version } },
        data: { ...rest, snapshotVersion: version },
      });
      await tx.facilityRow.updateMany({
        where: { id, statusVersion: { lt: version } },
        data: { status, statusVersion: version },
      });
      await tx.facilityOccupancyRow.createMany({
        data: { facilityId: id, tenantId },
        skipDuplicates: true,
      });
    },
    async keepFacilityStatus(id, status, version) {
      const isKnown = (await tx.facilityRow.count({ where: { id } })) > 0;
      await tx.facilityRow.updateMany({
        where: { id, statusVersion: { lt: version } },
        data: { status, statusVersion: version },
      });
      return isKnown;
    },
    async keepVehicle(vehicle, version) {
      const data = { ...vehicle, colour: vehicle.colour?.toLowerCase() ?? null, version };
      await tx.vehicleRow.createMany({ data, skipDuplicates: true });
      await tx.vehicleRow.updateMany({
        where: { id: vehicle.id, version: { lt: version } },
        data,
      });
    },
    ...settingStore(tx),
    async facilitiesOf(scope, scopeId) {
      const where = scope === 'FACILITY' ? { id: scopeId } : { tenantId: scopeId };
      const rows = await tx.facilityRow.findMany({ where, orderBy: { id: 'asc' } });
      return rows.map(facilityOf);
    },
  };
}

/** Settings of tenants and facilities, and what a facility's say of its exit. */
function settingStore(tx: Db): Pick<KnownStore, 'keepSetting' | 'settings' | 'keepExitTerms'> {
  return {
    async keepSetting({ scope, scopeId, key, value, version }) {
      const data = { scope, scopeId, key, value: jsonOf(value), version };
      await tx.settingRow.createMany({ data, skipDuplicates: true });
      await tx.settingRow.updateMany({
        where: { scope, scopeId, key, version: { lt: version } },
        data,
      });
    },
    async settings({ id, tenantId }, keys) {
      const rows = await tx.settingRow.findMany({
        where: {
          key: { in: [...keys] },
          OR: [
            { scope: 'FACILITY', scopeId: id },
            { scope: 'TENANT', scopeId: tenantId },
          ],
        },
      });
      // The facility's own come last and win, unless they say nothing.
      const inOrder = rows.toSorted(
        (a, b) => Number(a.scope === 'FACILITY') - Number(b.scope === 'FACILITY'),
      );
      return new Map(
        inOrder.filter(({ value }) => value !== null).map(({ key, value }) => [key, value]),
      );
    },
    async keepExitTerms(id, terms) {
      await tx.facilityRow.updateMany({ where: { id }, data: exitColumns(terms) });
    },
  };
}

const exitColumns = ({ payment, graceSeconds, freeMinutes }: ExitTerms) => ({
  exitPayment: payment,
  exitGraceSeconds: graceSeconds,
  exitFreeMinutes: freeMinutes,
});

/** Mutable copies, as Prisma's JSON wants them. */
function lists(facility: Parameters<KnownStore['keepFacility']>[0]) {
  return {
    openingPeriods: facility.openingPeriods.map((period) => ({ ...period })),
    specialDays: facility.specialDays.map(({ date, hours }) => ({
      date,
      hours: hours.map((one) => ({ ...one })),
    })),
  };
}

/** A setting that says nothing is NULL in the database. */
const jsonOf = (value: unknown) =>
  value === null || value === undefined ? Prisma.DbNull : (value as Prisma.InputJsonValue);
