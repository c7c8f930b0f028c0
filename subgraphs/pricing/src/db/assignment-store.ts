import { appendEvents } from '@voltpark/kit/database/saving';
import { within } from '@voltpark/kit/database/scope';
import type { AssignmentReads, AssignmentStore, Place } from '../application/ports.js';
import type { Assignment } from '../domain/assignment.js';
import type { Db, Saving } from './saving.js';

/** Assignments, for reading. */
export function assignmentReads(db: Db): AssignmentReads {
  const byIds = (ids: readonly string[]): Promise<Assignment[]> =>
    db.assignmentRow.findMany({ where: { id: { in: [...ids] } } });
  return {
    byIds,
    async inForceAt(facilityIds, kind, at) {
      // Of each place only the latest that has come: a facility may have hundreds.
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT ON (facility_id, station_id) id FROM assignment
        WHERE facility_id = ANY(${[...facilityIds]}::text[]) AND kind::text = ${kind}
          AND effective_from <= ${at}
        ORDER BY facility_id, station_id, effective_from DESC, id DESC`;
      return byIds(rows.map(({ id }) => id));
    },
    list({ facilityId, kind }, { limit, after }, reach) {
      const [from, id] = after ?? [];
      return db.assignmentRow.findMany({
        where: {
          facilityId,
          ...within(reach),
          ...(kind === null ? {} : { kind }),
          ...(from === undefined || id === undefined
            ? {}
            : { OR: [{ effectiveFrom: { lt: from } }, { effectiveFrom: from, id: { lt: id } }] }),
        },
        orderBy: [{ effectiveFrom: 'desc' }, { id: 'desc' }],
        take: limit,
      });
    },
    ignored(facilityId, { limit, after }, reach) {
      return db.ignoredSettingRow.findMany({
        where: {
          facilityId,
          ...within(reach),
          ...(after === null ? {} : { id: { lt: after } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
    },
  };
}

/** Assignments within a transaction; the facility is held by then. */
export function assignmentStore(saving: Saving): AssignmentStore {
  const { tx } = saving;
  return {
    ...assignmentReads(tx),
    currentAt: ({ facilityId, stationId, kind }: Place, at) =>
      tx.assignmentRow.findFirst({
        where: { facilityId, stationId, kind, effectiveFrom: { lte: at } },
        orderBy: [{ effectiveFrom: 'desc' }, { id: 'desc' }],
      }),
    async isFirst({ facilityId, stationId, kind }) {
      const found = await tx.assignmentRow.findFirst({
        where: { facilityId, kind, OR: [{ stationId: null }, { stationId }] },
        select: { id: true },
      });
      return found === null;
    },
    async save(events) {
      for (const { assignment, version } of events) {
        const { count } = await tx.facilityRow.updateMany({
          where: { id: assignment.facilityId, pricingVersion: version - 1 },
          data: { pricingVersion: version },
        });
        if (count !== 1) throw new Error(`${assignment.facilityId} changed without being held.`);
        await tx.assignmentRow.create({ data: assignment });
      }
      await appendEvents(saving, events);
    },
    async ignore(setting) {
      await tx.ignoredSettingRow.create({ data: setting });
    },
  };
}
