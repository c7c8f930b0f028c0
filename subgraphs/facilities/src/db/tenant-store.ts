import type { Reach } from '@voltpark/kit/reach';
import { nameKey } from '@voltpark/contracts/names';
import { appendEvents } from '@voltpark/kit/database/saving';
import type { TenantReads, TenantStore } from '../application/ports.js';
import type { Tenant } from '../domain/tenant.js';
import type { TenantRow } from './generated/client.js';
import type { Db, Saving } from './saving.js';
import { theTenants } from './scope.js';

const stateOf = ({ id, name, version, registeredAt }: TenantRow): Tenant => ({
  id,
  name,
  version,
  registeredAt,
});

/** Tenants, for reading. */
export function tenantReads(db: Db): TenantReads {
  return {
    async byIds(ids, reach) {
      const rows = await db.tenantRow.findMany({
        where: { AND: [{ id: { in: [...ids] } }, theTenants(reach)] },
      });
      return rows.map(stateOf);
    },
    async list({ limit, after }, reach) {
      const [key, id] = after ?? ['', ''];
      const rows = await db.tenantRow.findMany({
        where: {
          AND: [
            theTenants(reach),
            { OR: [{ nameKey: { gt: key } }, { nameKey: key, id: { gt: id } }] },
          ],
        },
        orderBy: [{ nameKey: 'asc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.map((row) => ({ tenant: stateOf(row), nameKey: row.nameKey }));
    },
  };
}

/** Tenants within a transaction. */
export function tenantStore(saving: Saving): TenantStore {
  const { tx } = saving;
  const reads = tenantReads(tx);
  return {
    ...reads,
    async hold(id: string, reach: Reach) {
      await tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${id} FOR UPDATE`;
      const [tenant] = await reads.byIds([id], reach);
      return tenant ?? null;
    },
    async isNameTaken(name) {
      // Registrations of tenants are few: one after the other is soon enough, and no name is given twice.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('facilities.tenant.name'))`;
      const found = await tx.tenantRow.findUnique({ where: { nameKey: nameKey(name) } });
      return found !== null;
    },
    async save(events) {
      for (const { tenant } of events) {
        await tx.tenantRow.create({ data: { ...tenant, nameKey: nameKey(tenant.name) } });
      }
      await appendEvents(saving, events);
    },
  };
}
