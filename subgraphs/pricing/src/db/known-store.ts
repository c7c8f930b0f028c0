import { z } from 'zod';
import type {
  Facility,
  FacilityReads,
  FacilityStore,
  KnownStore,
  Station,
} from '../application/known.js';
import type { FacilityRow, StationRow } from './generated/client.js';
import type { Db } from './saving.js';
import { within } from '@voltpark/kit/database/scope';

const connectors = z.array(z.object({ type: z.string(), powerW: z.number() }));

/** What pricing keeps of facilities, stations and tenants, for reading. */
export function facilityReads(db: Db): FacilityReads {
  return {
    async byIds(ids, reach) {
      const rows = await db.facilityRow.findMany({
        where: { id: { in: [...ids] }, ...within(reach) },
      });
      return rows.map(facilityOf);
    },
    async stationsByIds(ids, reach) {
      const rows = await db.stationRow.findMany({
        where: { id: { in: [...ids] }, ...within(reach) },
      });
      return rows.map(stationOf);
    },
    async zonesOf(tenantId, most) {
      const rows = await db.facilityRow.groupBy({
        by: ['timeZone'],
        where: { tenantId },
        _count: { id: true },
        orderBy: [{ _count: { id: 'desc' } }, { timeZone: 'asc' }],
        take: most,
      });
      return rows.map(({ timeZone }) => timeZone);
    },
    async passes({ registration, customerId, facility }) {
      const rows = await db.passRow.findMany({
        where: {
          registration,
          customerId,
          tenantId: facility.tenantId,
          activatedAt: { not: null },
        },
        orderBy: { id: 'asc' },
      });
      return rows.flatMap(({ facilityIds, activatedAt, endedAt, validFrom, validUntil }) => {
        const isHere = facilityIds.length === 0 || facilityIds.includes(facility.id);
        if (activatedAt === null || !isHere) return [];
        const from = activatedAt > validFrom ? activatedAt : validFrom;
        const to = endedAt !== null && endedAt < validUntil ? endedAt : validUntil;
        return from < to ? [{ from, to }] : [];
      });
    },
    isTenant: async (id) => (await db.tenantRow.count({ where: { id } })) > 0,
  };
}

/** The same within a transaction. */
export function facilityStore(tx: Db): FacilityStore {
  const reads = facilityReads(tx);
  return {
    ...reads,
    async hold(id, reach) {
      await tx.$queryRaw`SELECT 1 FROM facility WHERE id = ${id} FOR UPDATE`;
      const [facility] = await reads.byIds([id], reach);
      return facility ?? null;
    },
  };
}

/** Keeps what other contexts tell. Each row remembers the version it is from. */
export function knownStore(tx: Db): KnownStore {
  return {
    async keepTenant(tenant) {
      await tx.tenantRow.createMany({ data: [tenant], skipDuplicates: true });
    },
    async keepFacility(facility, version) {
      const data = { ...facility, version };
      await tx.facilityRow.createMany({ data: [data], skipDuplicates: true });
      await tx.facilityRow.updateMany({ where: { id: data.id, version: { lt: version } }, data });
    },
    async keepStation({ connectors: kept, ...station }, version) {
      const data = { ...station, version, connectors: kept.map((each) => ({ ...each })) };
      await tx.stationRow.createMany({ data: [data], skipDuplicates: true });
      await tx.stationRow.updateMany({ where: { id: data.id, version: { lt: version } }, data });
    },
    async keepPass({ facilityIds, ...pass }, { status, at, version }) {
      const data = { ...pass, facilityIds: [...facilityIds], version };
      const { id } = pass;
      await tx.passRow.createMany({ data: [data], skipDuplicates: true });
      await tx.passRow.updateMany({ where: { id, version: { lt: version } }, data });
      if (status === 'ACTIVE') {
        await tx.passRow.updateMany({
          where: { id, activatedAt: null },
          data: { activatedAt: at },
        });
      } else if (status === 'CANCELLED') {
        await tx.passRow.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } });
      }
    },
  };
}

const facilityOf = ({ version: _version, ...row }: FacilityRow): Facility => row;

const stationOf = ({ version: _version, connectors: kept, ...row }: StationRow): Station => ({
  ...row,
  connectors: connectors.parse(kept),
});
