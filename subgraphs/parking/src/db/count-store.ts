import type { CountStore } from '../application/ports.js';
import type { Facility } from '../domain/facility.js';
import { facilityOf, occupancyOf } from './rows.js';
import type { Db } from './saving.js';

/** Readings of facilities' counters, within a transaction: a handful of statements, however many readings. */
export function countStore(tx: Db): CountStore {
  return {
    async facilitiesNamed({ ids, externalIds }, tenantId) {
      const ofTenant = tenantId === null ? {} : { tenantId };
      const rows = await tx.facilityRow.findMany({
        where: {
          OR: [{ id: { in: [...ids] } }, { externalId: { in: [...externalIds] }, ...ofTenant }],
        },
      });
      const facilities = rows.map((row) => ({ row, facility: facilityOf(row) }));
      const named = facilities.filter(
        ({ row }) => row.externalId !== null && (tenantId === null || row.tenantId === tenantId),
      );
      const byExternalId = new Map<string, Facility>();
      for (const { row, facility } of named) {
        const isOne = named.every(
          (other) => other.row.id === row.id || other.row.externalId !== row.externalId,
        );
        // Without a tenant a name may mean several facilities; then it means none.
        if (isOne && row.externalId !== null) byExternalId.set(row.externalId, facility);
      }
      const byId = new Map(facilities.map(({ facility }) => [facility.id, facility]));
      return { byId, byExternalId };
    },

    async holdOccupancies(facilityIds) {
      await tx.$queryRaw`SELECT FROM facility_occupancy
        WHERE facility_id = ANY (${[...facilityIds]}) ORDER BY facility_id FOR UPDATE`;
      const where = { facilityId: { in: [...facilityIds] } };
      const rows = await tx.facilityOccupancyRow.findMany({ where });
      return new Map(rows.map((row) => [row.facilityId, occupancyOf(row)]));
    },

    async recorded(of) {
      const rows = await tx.$queryRaw<{ facility_id: string; at: Date; free: number }[]>`
        SELECT c.facility_id, c.at, c.free FROM facility_count c
        JOIN unnest(${of.map(({ facilityId }) => facilityId)}::text[],
          ${of.map(({ at }) => at.toISOString())}::timestamptz[]) AS asked (facility_id, at)
          ON c.facility_id = asked.facility_id AND c.at = asked.at`;
      const byFacility = new Map<string, Map<number, number>>();
      for (const { facility_id: facilityId, at, free } of rows) {
        const known = byFacility.get(facilityId) ?? new Map<number, number>();
        byFacility.set(facilityId, known.set(at.getTime(), free));
      }
      return byFacility;
    },

    async record(readings, { actorId: recordedBy, at: recordedAt }) {
      if (readings.length === 0) return;
      await tx.facilityCountRow.createMany({
        data: readings.map((reading) => ({ ...reading, recordedBy, recordedAt })),
      });
    },

    async saveCounted(occupancies) {
      const counted = occupancies.filter(({ countedAt }) => countedAt !== null);
      if (counted.length === 0) return;
      await tx.$executeRaw`UPDATE facility_occupancy AS o
        SET version = n.version, is_high = n.is_high, counted_free = n.free, counted_at = n.at
        FROM unnest(${counted.map(({ facilityId }) => facilityId)}::text[],
          ${counted.map(({ version }) => version)}::int[],
          ${counted.map(({ isHigh }) => isHigh)}::boolean[],
          ${counted.map(({ countedFree }) => countedFree)}::int[],
          ${counted.map(({ countedAt }) => countedAt?.toISOString())}::timestamptz[])
          AS n (facility_id, version, is_high, free, at)
        WHERE o.facility_id = n.facility_id`;
    },
  };
}
