import type { FacilityStore, PassReads, PassSight, PassStore } from '../application/pass-stores.js';
import type { Prisma } from './generated/client.js';
import { passOf, productOf } from './pass-rows.js';
import { idsAmong, isId, isText, lockName, withinReach, type Db } from './tx.js';

/** What is known of facilities. */
export function facilityStore(db: Db): FacilityStore {
  const known = { select: { id: true, tenantId: true, timeZone: true, currency: true } } as const;
  return {
    byIds: (ids) => db.facility.findMany({ where: { id: { in: ids.filter(isText) } }, ...known }),
    ofTenant: (tenantId) =>
      db.facility.findMany({ where: { tenantId }, orderBy: { id: 'asc' }, ...known }),
    async learn({ id, ...facility }, version) {
      await db.facility.createMany({ data: [{ id, ...facility, version }], skipDuplicates: true });
      await db.facility.updateMany({
        where: { id, version: { lt: version } },
        data: { ...facility, version },
      });
    },
  };
}

/** The condition that something is for a facility: by name, or with all of its tenant's. */
const forFacility = (at: { readonly facilityId: string; readonly tenantId: string }) => ({
  tenantId: at.tenantId,
  OR: [{ facilityIds: { has: at.facilityId } }, { facilityIds: { isEmpty: true } }],
});

/** The condition that somebody sees a pass; null: sees none. */
function seenBy({ customerId, reach }: PassSight): Prisma.PassWhereInput | null {
  const within = withinReach(reach);
  const own = customerId !== null && isId(customerId) ? [{ customerId }] : [];
  const seen = [...own, ...(within === null ? [] : [within])];
  return seen.length === 0 ? null : { OR: seen };
}

export function passReads(db: Db): PassReads {
  return {
    async productsByIds(ids) {
      const rows = await db.passProduct.findMany({ where: { id: { in: idsAmong(ids) } } });
      return rows.map(productOf);
    },
    async products({ tenantId, at }, withdrawn, { limit, after }) {
      if (tenantId !== null && !isText(tenantId)) return [];
      const within = withinReach(withdrawn);
      const rows = await db.passProduct.findMany({
        where: {
          AND: [
            tenantId === null ? {} : { tenantId },
            at === null ? {} : forFacility(at),
            { OR: [{ isOnSale: true }, ...(within === null ? [] : [within])] },
          ],
          ...(after === null ? {} : { id: { gt: after } }),
        },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(productOf);
    },
    async byIds(ids) {
      const rows = await db.pass.findMany({ where: { id: { in: idsAmong(ids) } } });
      return rows.map(passOf);
    },
    async find({ customerId, vehicleId, at, status, instant }, sight, { limit, after }) {
      const seen = seenBy(sight);
      if (seen === null) return [];
      if ([customerId, vehicleId].some((id) => id !== null && !isId(id))) return [];
      const rows = await db.pass.findMany({
        where: {
          AND: [
            seen,
            customerId === null ? {} : { customerId },
            vehicleId === null ? {} : { vehicleId },
            at === null ? {} : forFacility(at),
            status === null ? {} : { status },
            instant === null ? {} : { validFrom: { lte: instant }, validUntil: { gt: instant } },
          ],
          ...(after === null ? {} : { id: { gt: after } }),
        },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(passOf);
    },
  };
}

export function passStore(tx: Db): PassStore {
  const reads = passReads(tx);
  return {
    ...reads,
    async holdProduct(id, reach) {
      const within = withinReach(reach);
      if (!isId(id) || within === null) return null;
      await tx.$queryRaw`SELECT 1 FROM pass_product WHERE id = ${id}::uuid FOR UPDATE`;
      const row = await tx.passProduct.findFirst({ where: { id, ...within } });
      return row && productOf(row);
    },
    async countProducts(tenantId) {
      await lockName(tx, 'pass_product', tenantId);
      return tx.passProduct.count({ where: { tenantId } });
    },
    async hold(id, sight) {
      const seen = seenBy(sight);
      if (!isId(id) || seen === null) return null;
      await tx.$queryRaw`SELECT 1 FROM pass WHERE id = ${id}::uuid FOR UPDATE`;
      const row = await tx.pass.findFirst({ where: { AND: [{ id }, seen] } });
      return row && passOf(row);
    },
    async lasting(vehicleId, tenantId) {
      const rows = await tx.pass.findMany({
        where: { vehicleId, tenantId, status: { in: ['PENDING', 'ACTIVE'] } },
      });
      return rows.map(passOf);
    },
    async holdOver(now, limit) {
      const held = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM pass WHERE status IN ('PENDING', 'ACTIVE') AND valid_until <= ${now}
        ORDER BY valid_until, id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      return reads.byIds(held.map(({ id }) => id));
    },
  };
}
