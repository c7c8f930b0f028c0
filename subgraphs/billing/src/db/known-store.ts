import type { KnownStore } from '../application/heard.js';
import { jsonOf } from './invoice-row.js';
import { noting } from './noting.js';
import { keepReservation } from './reservation-store.js';
import type { Db } from './saving.js';
import { Prisma } from './generated/client.js';

/** What billing keeps of other contexts, within a transaction. Each row remembers the version it is from. */
export function knownStore(tx: Db): KnownStore {
  return { ...placesAndPrices(tx), ...stays(tx), ...people(tx), ...noting(tx) };
}

/** A setting that says nothing is NULL in the database. */
const valueOf = (value: unknown) =>
  value === null || value === undefined ? Prisma.DbNull : jsonOf(value);

function placesAndPrices(tx: Db) {
  return {
    async keepTenant({ id, name }, version) {
      await tx.$executeRaw`INSERT INTO tenant (id, name, version) VALUES (${id}, ${name}, ${version})
        ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, version = EXCLUDED.version
        WHERE tenant.version < EXCLUDED.version`;
    },
    async keepFacility(facility, version) {
      const data = { ...facility, version };
      await tx.facilityRow.createMany({ data, skipDuplicates: true });
      await tx.facilityRow.updateMany({
        where: { id: facility.id, version: { lt: version } },
        data,
      });
    },
    async keepSetting({ scope, scopeId, key, value, version }) {
      const data = { scope, scopeId, key, value: valueOf(value), version };
      await tx.settingRow.createMany({ data, skipDuplicates: true });
      await tx.settingRow.updateMany({
        where: { scope, scopeId, key, version: { lt: version } },
        data,
      });
    },
    async keepVersion(version) {
      const data = { ...version, content: jsonOf(version.content) };
      await tx.priceVersionRow.createMany({ data, skipDuplicates: true });
    },
    async keepAssignment(assignment) {
      await tx.assignmentRow.createMany({ data: { ...assignment }, skipDuplicates: true });
    },
    async keepDiscount(discount) {
      const data = { ...discount, content: jsonOf(discount.content) };
      await tx.discountRow.createMany({ data, skipDuplicates: true });
      await tx.discountRow.updateMany({
        where: { id: discount.id, version: { lt: discount.version } },
        data,
      });
    },
  } satisfies Partial<KnownStore>;
}

function stays(tx: Db) {
  return {
    async keepStay(stay, version) {
      await tx.stayRow.createMany({ data: { ...stay, version }, skipDuplicates: true });
    },
    async changeStay(id, change, version) {
      const { count } = await tx.stayRow.updateMany({
        where: { id, version: { lt: version } },
        data: { ...change, version },
      });
      if (count === 0 && (await tx.stayRow.count({ where: { id } })) === 0) {
        throw new Error(`Stay ${id} is not known yet.`);
      }
    },
    async keepSession({ periods, energyWh, ...session }, version) {
      const data = { ...session, energyWh: String(energyWh), periods: jsonOf(periods), version };
      await tx.chargingSessionRow.createMany({ data, skipDuplicates: true });
      await tx.chargingSessionRow.updateMany({
        where: { id: session.id, version: { lt: version } },
        data,
      });
    },
    async keepProgress(id, progress) {
      await tx.chargingSessionRow.updateMany({
        where: { id, endedAt: null },
        data: { progress: jsonOf(progress) },
      });
    },
    async keepSettled(parkingSessionId, sessionIds, settledAt) {
      const data = { parkingSessionId, sessionIds: [...sessionIds], settledAt };
      await tx.staySettledRow.upsert({
        where: { parkingSessionId },
        create: data,
        update: data,
      });
    },
  } satisfies Partial<KnownStore>;
}

function people(tx: Db) {
  return {
    async keepPass({ price, activatedAt, endedAt, facilityIds, ...pass }) {
      const data = { ...pass, facilityIds: [...facilityIds], price: jsonOf(price) };
      await tx.passRow.createMany({
        data: { ...data, activatedAt, endedAt },
        skipDuplicates: true,
      });
      await tx.passRow.updateMany({
        where: { id: pass.id, version: { lt: pass.version } },
        data,
      });
      // Instants stay once they are known, also where the state that told of them is older than what is kept.
      if (activatedAt !== null) {
        await tx.passRow.updateMany({
          where: { id: pass.id, activatedAt: null },
          data: { activatedAt },
        });
      }
      if (endedAt !== null) {
        await tx.passRow.updateMany({ where: { id: pass.id, endedAt: null }, data: { endedAt } });
      }
    },
    keepReservation: keepReservation(tx),
    async keepOwnership(ownership) {
      await tx.ownershipRow.createMany({ data: { ...ownership }, skipDuplicates: true });
    },
  } satisfies Partial<KnownStore>;
}
