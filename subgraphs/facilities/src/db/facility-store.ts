import { nameKey } from '@voltpark/contracts/names';
import { appendEvents } from '@voltpark/kit/database/saving';
import { within } from '@voltpark/kit/database/scope';
import type { FacilityReads, FacilityStore } from '../application/ports.js';
import type { FacilityEvent } from '../domain/facility.js';
import { facilityOf, rowOf } from './facility-row.js';
import { findFacilities } from './facility-search.js';
import type { Db, Saving } from './saving.js';

/** Facilities, for reading. */
export function facilityReads(db: Db): FacilityReads {
  return {
    async byIds(ids, reach) {
      const rows = await db.facilityRow.findMany({
        where: { id: { in: [...ids] }, ...within(reach) },
      });
      return rows.map(facilityOf);
    },
    async byExternalId(tenantId, externalId, reach) {
      const row = await db.facilityRow.findFirst({
        where: { AND: [{ tenantId, externalId }, within(reach)] },
      });
      return row === null ? null : facilityOf(row);
    },
    find: (criteria, slice, reach) => findFacilities(db, criteria, slice, reach),
    async operatorNames(tenantIds) {
      const rows = await db.tenantRow.findMany({
        where: { id: { in: [...tenantIds] } },
        select: { id: true, name: true },
      });
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
  };
}

/** Facilities within a transaction. */
export function facilityStore(saving: Saving): FacilityStore {
  const { tx } = saving;
  const reads = facilityReads(tx);
  return {
    ...reads,
    async hold(id, reach) {
      await tx.$queryRaw`SELECT 1 FROM facility WHERE id = ${id} FOR UPDATE`;
      const [facility] = await reads.byIds([id], reach);
      return facility ?? null;
    },
    async taken(tenantId, { name, externalId }, exceptId) {
      const others = { tenantId, ...(exceptId === undefined ? {} : { id: { not: exceptId } }) };
      const named = await tx.facilityRow.findFirst({
        where: { ...others, nameKey: nameKey(name) },
        select: { id: true },
      });
      const numbered =
        externalId === null
          ? null
          : await tx.facilityRow.findFirst({
              where: { ...others, externalId },
              select: { id: true },
            });
      return { nameBy: named?.id ?? null, externalIdBy: numbered?.id ?? null };
    },
    async save(events) {
      for (const event of events) await write(tx, event);
      await appendEvents(saving, events);
    },
  };
}

async function write(tx: Db, { type, facility }: FacilityEvent): Promise<void> {
  const data = rowOf(facility);
  if (type === 'FacilityRegistered') {
    await tx.facilityRow.create({ data });
    return;
  }
  const { count } = await tx.facilityRow.updateMany({
    where: { id: facility.id, version: facility.version - 1 },
    data,
  });
  if (count !== 1) throw new Error(`Facility ${facility.id} was changed without being held.`);
}
