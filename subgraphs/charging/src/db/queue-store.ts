import type { EntryCriteria, QueueReads, QueueStore } from '../application/queue-ports.js';
import type { Prisma } from './generated/client.js';
import { queueLimits } from '../domain/queue-limits.js';
import { facilitiesOf } from './queue-facilities.js';
import { entryData, entryOf, queuesOf } from './queue-rows.js';
import { connectorOf, stationOf } from './rows.js';
import type { Db } from './saving.js';
import { visibleTo } from '@voltpark/kit/database/scope';
import { withSlot } from './station-reads.js';

/** Who waits for a charger, for reading. */
export function queueReads(db: Db): QueueReads {
  return {
    async entries(ids, viewer) {
      const rows = await db.queueEntryRow.findMany({
        where: { id: { in: [...ids] }, AND: visibleTo(viewer) },
      });
      return rows.map(entryOf);
    },
    async find(criteria, { limit, after }, viewer) {
      const rows = await db.queueEntryRow.findMany({
        where: { AND: [matching(criteria), visibleTo(viewer), behind(after)] },
        orderBy: [{ joinedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(entryOf);
    },
    queues: async (facilityIds) => queuesOf(db, await facilitiesOf(db, facilityIds)),
    async due(now, limit) {
      const rows = await db.chargingQueueRow.findMany({
        where: { dueAt: { lte: now } },
        orderBy: [{ dueAt: 'asc' }, { facilityId: 'asc' }],
        take: limit,
        select: { facilityId: true },
      });
      return rows.map(({ facilityId }) => facilityId);
    },
    async hardwareOf(facilityId) {
      const where = { facilityId };
      const connectors = await db.connectorRow.findMany({
        where,
        include: withSlot,
        orderBy: [{ stationId: 'asc' }, { chargerId: 'asc' }, { ordinal: 'asc' }],
        take: queueLimits.connectorsShown,
      });
      const stations = await db.stationRow.findMany({ where });
      return { connectors: connectors.map(connectorOf), stations: stations.map(stationOf) };
    },
    async notYet(seen, position) {
      // What has left the outbox was published long ago.
      const rows = await db.$queryRaw<{ type: string; id: string }[]>`
        SELECT s.type, s.id
        FROM unnest(${seen.map(({ type }) => type)}::text[], ${seen.map(({ id }) => id)}::text[],
          ${seen.map(({ version }) => version)}::int[]) AS s (type, id, version)
        JOIN outbox o ON o.aggregate_type = s.type AND o.aggregate_id = s.id
          AND o.aggregate_version = s.version
        WHERE o.stream_seq IS NULL OR o.stream_seq > ${position}`;
      const missing = new Set(rows.map(({ type, id }) => `${type} ${id}`));
      return seen.filter(({ type, id }) => missing.has(`${type} ${id}`));
    },
  };
}

/** Queues within a transaction. All that changes one of them holds its row first, so changes follow each other. */
export function queueStore(tx: Db): QueueStore {
  return {
    async facility(id) {
      const [facility] = await facilitiesOf(tx, [id]);
      return facility ?? null;
    },
    async hasLive(facilityId) {
      const row = await tx.queueEntryRow.findFirst({
        where: { facilityId, endedAt: null },
        select: { id: true },
      });
      return row !== null;
    },
    async whereIs(of) {
      const where = 'entryId' in of ? { id: of.entryId } : { lastOfferId: of.offerId };
      const row = await tx.queueEntryRow.findFirst({
        where,
        select: { id: true, facilityId: true },
      });
      return row === null ? null : { entryId: row.id, facilityId: row.facilityId };
    },
    async hold(facility, alsoEntryId) {
      const { id: facilityId, tenantId } = facility;
      await tx.chargingQueueRow.createMany({
        data: { facilityId, tenantId },
        skipDuplicates: true,
      });
      await tx.$queryRaw`SELECT FROM charging_queue WHERE facility_id = ${facilityId} FOR UPDATE`;
      await tx.$queryRaw`SELECT FROM connector WHERE facility_id = ${facilityId} ORDER BY id FOR UPDATE`;
      const [queue] = await queuesOf(tx, [facility], alsoEntryId);
      if (queue === undefined) throw new Error(`Facility ${facilityId} has no queue.`);
      return queue;
    },
    async wake(facilityId, now) {
      await tx.$executeRaw`UPDATE charging_queue SET due_at = ${now}
        WHERE facility_id IN (SELECT facility_id FROM charging_queue
          WHERE facility_id = ${facilityId} AND due_at > ${now} FOR UPDATE SKIP LOCKED)`;
    },
    async save({ facilityId, nextPlace, refusedSlots }, { entries }, dueAt) {
      // Who gives a connector up comes before who gets it: no moment has two offers for one.
      const inOrder = entries.toSorted(
        (a, b) => Number(a.offer !== null) - Number(b.offer !== null),
      );
      for (const entry of inOrder) {
        const data = entryData(entry);
        await tx.queueEntryRow.upsert({ where: { id: entry.id }, create: data, update: data });
      }
      await tx.chargingQueueRow.update({
        where: { facilityId },
        data: { nextPlace, dueAt, refusedSlots: refusalsJson(refusedSlots) },
      });
    },
  };
}

const refusalsJson = (slots: Readonly<Record<string, Date>>): Prisma.InputJsonObject =>
  Object.fromEntries(Object.entries(slots).map(([id, until]) => [id, until.toISOString()]));

function matching({ facilityId, live }: EntryCriteria): Prisma.QueueEntryRowWhereInput {
  return {
    ...(facilityId === null ? {} : { facilityId }),
    ...(live === null ? {} : { endedAt: live ? null : { not: null } }),
  };
}

function behind(after: readonly [joinedAt: Date, id: string] | null) {
  if (after === null) return {};
  const [joinedAt, id] = after;
  return { OR: [{ joinedAt: { lt: joinedAt } }, { joinedAt, id: { lt: id } }] };
}
