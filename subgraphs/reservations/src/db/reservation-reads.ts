import type { Reads } from '../application/ports.js';
import { facilityReads } from './facility-reads.js';
import { reservationOf } from './rows.js';
import type { Db } from './saving.js';
import { visibleTo } from '@voltpark/kit/database/scope';

/** Reading outside of any transaction. */
export function readsOver(db: Db): Reads {
  return {
    ...facilityReads(db),
    async byIds(ids, viewer) {
      const where = { AND: [{ id: { in: [...ids] } }, visibleTo(viewer)] };
      return (await db.reservationRow.findMany({ where })).map(reservationOf);
    },
    async byStays(ids, viewer) {
      const where = { AND: [{ parkingSessionId: { in: [...ids] } }, visibleTo(viewer)] };
      return (await db.reservationRow.findMany({ where })).map(reservationOf);
    },
    async list({ limit, after }, { facilityId, customerId, status }, viewer) {
      const behind =
        after === null
          ? {}
          : {
              OR: [{ startsAt: { lt: after[0] } }, { startsAt: after[0], id: { lt: after[1] } }],
            };
      const wanted = {
        ...(facilityId == null ? {} : { facilityId }),
        ...(customerId == null ? {} : { customerId }),
        ...(status == null ? {} : { status }),
      };
      const rows = await db.reservationRow.findMany({
        where: { AND: [wanted, visibleTo(viewer), behind] },
        orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(reservationOf);
    },
    async streamPosition(reservationId, version) {
      const [row] = await db.$queryRaw<
        { stream_seq: bigint | null }[]
      >`SELECT stream_seq FROM outbox
        WHERE aggregate_type = 'reservation' AND aggregate_id = ${reservationId}
          AND aggregate_version = ${version}`;
      // What has left the outbox was published long ago.
      if (row === undefined) return 0;
      return row.stream_seq === null ? null : Number(row.stream_seq);
    },
    async due(at, limit) {
      const rows = await db.reservationRow.findMany({
        where: { attendAt: { lte: at } },
        orderBy: [{ attendAt: 'asc' }, { id: 'asc' }],
        take: limit,
        select: { id: true },
      });
      return rows.map(({ id }) => id);
    },
  };
}
