import type { KnownReads, KnownStore } from '../application/known.js';
import { Prisma } from './generated/client.js';
import { stayOf } from './rows.js';
import type { Db } from './saving.js';
import { tariffKeeping, tariffReads } from './tariff-store.js';

/** What charging keeps of other contexts, for reading. */
export function knownReads(db: Db): KnownReads {
  return {
    ...tariffReads(db),
    facility: (id) => db.facilityRow.findUnique({ where: { id } }),
    async facilityIds(ids) {
      const where = { id: { in: [...ids] } };
      return (await db.facilityRow.findMany({ where, select: { id: true } })).map(({ id }) => id);
    },
    async stayIds(ids) {
      const where = { id: { in: [...ids] } };
      return (await db.stayRow.findMany({ where, select: { id: true } })).map(({ id }) => id);
    },
    async registrations(registrations) {
      const rows = await db.$queryRaw<{ registration: string }[]>`
        SELECT r AS registration FROM unnest(${[...registrations]}::text[]) AS r
        WHERE EXISTS (SELECT FROM vehicle v WHERE v.registration = r)
          OR EXISTS (SELECT FROM charging_session s WHERE s.registration = r)`;
      return rows.map(({ registration }) => registration);
    },
    async vehicle(registration) {
      return db.vehicleRow.findFirst({
        where: { registration, active: true },
        orderBy: { id: 'desc' },
      });
    },
    async stay(id) {
      const row = await db.stayRow.findUnique({ where: { id } });
      return row === null ? null : stayOf(row);
    },
    async openStay(registration) {
      const row = await db.stayRow.findFirst({
        where: { registration, leftAt: null, mergedIntoId: null },
        orderBy: [{ enteredAt: 'desc' }, { id: 'desc' }],
      });
      return row === null ? null : stayOf(row);
    },
    async settings({ id, tenantId }, keys) {
      const rows = await db.settingRow.findMany({
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
  };
}

/** What charging keeps of other contexts, within a transaction. Each row remembers the version it is from. */
export function knownStore(tx: Db): KnownStore {
  return {
    ...knownReads(tx),
    ...tariffKeeping(tx),
    async holdFacility(id) {
      await tx.$queryRaw`SELECT FROM facility WHERE id = ${id} FOR NO KEY UPDATE`;
      return tx.facilityRow.findUnique({ where: { id } });
    },
    async keepFacility({ status, ...facility }, version) {
      const { id } = facility;
      await tx.facilityRow.createMany({
        data: { ...facility, status, snapshotVersion: version, statusVersion: version },
        skipDuplicates: true,
      });
      await tx.facilityRow.updateMany({
        where: { id, snapshotVersion: { lt: version } },
        data: { ...facility, snapshotVersion: version },
      });
      await tx.facilityRow.updateMany({
        where: { id, statusVersion: { lt: version } },
        data: { status, statusVersion: version },
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
    async keepVehicle({ connectorTypes, ...vehicle }, version) {
      const data = { ...vehicle, connectorTypes: [...connectorTypes], version };
      await tx.vehicleRow.createMany({ data, skipDuplicates: true });
      await tx.vehicleRow.updateMany({ where: { id: vehicle.id, version: { lt: version } }, data });
    },
    async keepSetting({ scope, scopeId, key, value, version }) {
      const data = { scope, scopeId, key, value: jsonOf(value), version };
      await tx.settingRow.createMany({ data, skipDuplicates: true });
      await tx.settingRow.updateMany({
        where: { scope, scopeId, key, version: { lt: version } },
        data,
      });
    },
    async holdStay(id) {
      await tx.$queryRaw`SELECT FROM stay WHERE id = ${id} FOR UPDATE`;
      const row = await tx.stayRow.findUnique({ where: { id } });
      return row === null ? null : stayOf(row);
    },
    async saveStay(stay) {
      await tx.stayRow.upsert({ where: { id: stay.id }, create: stay, update: stay });
    },
  };
}

/** A setting that says nothing is NULL in the database. */
const jsonOf = (value: unknown) =>
  value === null || value === undefined ? Prisma.DbNull : (value as Prisma.InputJsonValue);
