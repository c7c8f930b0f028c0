import type { AuditReads, AuditStore } from '../application/stores.js';
import type { Prisma } from './generated/client.js';
import { auditEntryOf } from './rows.js';
import { isText, withinReach, type Db } from './tx.js';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function auditReads(db: Db): AuditReads {
  return {
    async find({ from, to, ...exact }, reach, { limit, after }) {
      const within = withinReach(reach);
      const wanted = Object.entries(exact).filter(([, value]) => value !== undefined);
      if (within === null || !wanted.every(([, value]) => isText(value ?? ''))) return [];
      const rows = await db.auditEntry.findMany({
        where: {
          ...Object.fromEntries(wanted),
          ...within,
          occurredAt: {
            ...(from === undefined ? {} : { gte: from }),
            ...(to === undefined ? {} : { lt: to }),
          },
          ...(after === null
            ? {}
            : {
                OR: [
                  { occurredAt: { lt: after[0] } },
                  { occurredAt: after[0], id: { lt: after[1] } },
                ],
              }),
        },
        orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(auditEntryOf);
    },
  };
}

export function auditStore(tx: Db): AuditStore {
  return {
    ...auditReads(tx),
    async append(entry) {
      await tx.auditEntry.createMany({
        data: [{ ...entry, changes: entry.changes as unknown as Prisma.InputJsonArray }],
        skipDuplicates: true,
      });
    },
    async picture(entityType, entityId) {
      const row = await tx.auditedPicture.findUnique({
        where: { entityType_entityId: { entityType, entityId } },
      });
      return isRecord(row?.data) ? row.data : null;
    },
    async keepPicture(entityType, entityId, picture) {
      const data = picture as Prisma.InputJsonObject;
      await tx.auditedPicture.upsert({
        where: { entityType_entityId: { entityType, entityId } },
        create: { entityType, entityId, data },
        update: { data },
      });
    },
  };
}
