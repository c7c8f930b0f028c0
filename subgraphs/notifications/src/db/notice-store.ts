import { appendEvents } from '@voltpark/kit/database/saving';
import type { Reads, Stores } from '../application/ports.js';
import type { Recipient } from '../domain/notice.js';
import { noticeColumns, noticeOf, stateColumns } from './rows.js';
import type { Db, Saving } from './saving.js';
import { noticesFor } from './scope.js';

/** What stands in somebody's feed. */
const inFeedOf = ({ kind, id }: Recipient) => ({
  ...{ recipientKind: kind, recipientId: id, inFeed: true },
});

/** Notices, for reading. */
export function noticeReads(db: Db): Reads['notices'] {
  return {
    async byIds(ids, viewer) {
      const where = { AND: [{ id: { in: [...ids] } }, noticesFor(viewer)] };
      return (await db.noticeRow.findMany({ where })).map(noticeOf);
    },
    async feed(owner, { limit, after, unreadOnly }, viewer) {
      // Ids are UUIDv7: their order is that of making.
      const rows = await db.noticeRow.findMany({
        where: {
          AND: [
            inFeedOf(owner),
            noticesFor(viewer),
            after === null ? {} : { id: { lt: after } },
            unreadOnly ? { readAt: null } : {},
          ],
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(noticeOf);
    },
    unread: (owner) => db.noticeRow.count({ where: { ...inFeedOf(owner), readAt: null } }),
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
    async hold(ids, owner) {
      await tx.$queryRaw`SELECT id FROM notice WHERE id = ANY(${[...ids]}) AND recipient_id = ${owner.id}
        ORDER BY id FOR UPDATE`;
      const rows = await tx.noticeRow.findMany({
        where: { ...inFeedOf(owner), id: { in: [...ids] } },
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
