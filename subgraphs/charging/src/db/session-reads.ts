import { visibleTo } from '@voltpark/kit/database/scope';
import type { SessionReads } from '../application/ports.js';
import type { Prisma } from './generated/client.js';
import { sessionOf } from './rows.js';
import type { Db } from './saving.js';

type Where = Prisma.ChargingSessionRowWhereInput;

/** Statuses in which a session has its connector. */
const openStatuses: Where['status'] = { in: ['PENDING', 'ACTIVE', 'PAUSED'] };

/** A session that is open. */
export const isOpenRow: Where = { status: openStatuses };

/** Sessions, for reading. Every read goes through what its viewer may see. */
export function sessionReads(db: Db): SessionReads {
  return {
    async byIds(ids, viewer) {
      const rows = await db.chargingSessionRow.findMany({
        where: { id: { in: [...ids] }, AND: visibleTo(viewer) },
      });
      return rows.map(sessionOf);
    },
    async isTaken(connectorId, { parkingSessionId, registration }) {
      const [row] = await db.$queryRaw<{ is_taken: boolean }[]>`
        SELECT EXISTS (SELECT FROM charging_session
          WHERE charger_id = (SELECT charger_id FROM connector WHERE id = ${connectorId})
            AND status IN ('PENDING', 'ACTIVE', 'PAUSED')
            AND parking_session_id IS DISTINCT FROM ${parkingSessionId}
            AND registration IS DISTINCT FROM ${registration}) AS is_taken`;
      return row?.is_taken === true;
    },
    async openOf(registrations, viewer) {
      const registration = { in: [...registrations] };
      const rows = await db.chargingSessionRow.findMany({
        where: { registration, AND: [isOpenRow, visibleTo(viewer)] },
      });
      return rows.map(sessionOf);
    },
    async find({ open, parkingSessionId, ...criteria }, { limit, after }, viewer) {
      const named = Object.entries(criteria).filter(([, value]) => value !== null);
      const ofStay = parkingSessionId === null ? {} : await withParts(db, parkingSessionId);
      const openness = open === null ? {} : open ? isOpenRow : { NOT: isOpenRow };
      const rows = await db.chargingSessionRow.findMany({
        where: {
          AND: [Object.fromEntries(named), ofStay, openness, visibleTo(viewer), behind(after)],
        },
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(sessionOf);
    },
    async pendingSince(openedBefore, heardAfter, limit) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT s.id FROM charging_session s JOIN station t ON t.id = s.station_id
        WHERE s.status = 'PENDING' AND s.opened_at < ${openedBefore} AND t.last_heard_at > ${heardAfter}
        ORDER BY s.opened_at LIMIT ${limit}`;
      return rows.map(({ id }) => id);
    },
  };
}

/** Sessions of a stay and of those that turned out to be parts of it. */
async function withParts(db: Db, id: string): Promise<Where> {
  const parts = await db.stayRow.findMany({ where: { mergedIntoId: id }, select: { id: true } });
  return { parkingSessionId: { in: [id, ...parts.map((part) => part.id)] } };
}

/** Behind a position in a list with the latest first. */
function behind(after: readonly [startedAt: Date, id: string] | null): Where {
  if (after === null) return {};
  const [startedAt, id] = after;
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] };
}
