import type { Reads, Stores } from '../application/ports.js';
import { noticeColumns, noticeOf, stateColumns } from './rows.js';
import { appendEvents, type Db, type Saving } from './saving.js';
import { noticesWithin } from './scope.js';

/** Notices, for reading. */
export function noticeReads(db: Db): Reads['notices'] {
  return {
    async byIds(ids, reach) {
      const where = { AND: [{ id: { in: [...ids] } }, noticesWithin(reach)] };
      return (await db.noticeRow.findMany({ where })).map(noticeOf);
    },
    async feed(customerId, { limit, after, unreadOnly }, reach) {
      // Ids are UUIDv7: their order is that of making.
      const rows = await db.noticeRow.findMany({
        where: {
          AND: [
            { recipientKind: 'CUSTOMER', recipientId: customerId, inFeed: true },
            noticesWithin(reach),
            after === null ? {} : { id: { lt: after } },
            unreadOnly ? { readAt: null } : {},
          ],
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(noticeOf);
    },
    unread: (customerId) =>
      db.noticeRow.count({
        where: { recipientKind: 'CUSTOMER', recipientId: customerId, inFeed: true, readAt: null },
      }),
    async hasTold(tenantId, customerId) {
      const where = { tenantId, recipientKind: 'CUSTOMER', recipientId: customerId } as const;
      return (await db.noticeRow.findFirst({ where, select: { id: true } })) !== null;
    },
  };
}

/** Notices within a transaction: state and outbox rows together. */
export function noticeStore(saving: Saving): Stores['noticeStore'] {
  const { tx } = saving;
  return {
    async add(notice, plans) {
      const { count } = await tx.noticeRow.createMany({
        data: [noticeColumns(notice)],
        skipDuplicates: true,
      });
      if (count === 0) return false;
      await tx.deliveryRow.createMany({
        data: plans.map(({ id, channel, target, state }) => ({
          ...{ id, channel, target, noticeId: notice.id, tenantId: notice.tenantId },
          ...{ attempts: 0, createdAt: notice.createdAt, version: 0 },
          ...stateColumns(state),
        })),
      });
      await appendEvents(saving, [{ type: 'NoticeCreated', notice }]);
      return true;
    },
    async hold(ids, customerId) {
      await tx.$queryRaw`SELECT id FROM notice WHERE id = ANY(${[...ids]}) AND recipient_id = ${customerId}
        ORDER BY id FOR UPDATE`;
      const rows = await tx.noticeRow.findMany({
        where: {
          ...{ id: { in: [...ids] }, recipientId: customerId },
          ...{ recipientKind: 'CUSTOMER', inFeed: true },
        },
        orderBy: { id: 'asc' },
      });
      return rows.map(noticeOf);
    },
    async markRead(notices) {
      for (const { id, readAt, version } of notices) {
        await tx.noticeRow.update({ where: { id }, data: { readAt, version } });
      }
      await appendEvents(
        saving,
        notices.map((notice) => ({ type: 'NoticeRead', notice })),
      );
    },
  };
}
