import { visibleTo } from '@voltpark/kit/database/scope';
import type { Reads, SessionCriteria } from '../application/ports.js';
import type { Prisma } from './generated/client.js';
import { correctionOf, sessionOf } from './rows.js';
import type { Db } from './saving.js';

type Where = Prisma.ParkingSessionRowWhereInput;

/** Reads of stays and their corrections. */
export function sessionReads(
  db: Db,
): Pick<
  Reads,
  'sessions' | 'openSessions' | 'findSessions' | 'knownRegistrations' | 'corrections'
> {
  return {
    async sessions(ids, viewer) {
      const rows = await db.parkingSessionRow.findMany({
        where: { id: { in: [...ids] }, AND: visibleTo(viewer) },
      });
      return rows.map(sessionOf);
    },
    async openSessions(registrations, viewer) {
      const registration = { in: [...registrations] };
      const rows = await db.parkingSessionRow.findMany({
        where: { registration, status: 'OPEN', AND: visibleTo(viewer) },
      });
      return rows.map(sessionOf);
    },
    async findSessions(criteria, { limit, after }, viewer) {
      const rows = await db.parkingSessionRow.findMany({
        where: { AND: [matching(criteria), visibleTo(viewer), behind(after)] },
        orderBy: [{ enteredAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(sessionOf);
    },
    async knownRegistrations(registrations) {
      const rows = await db.$queryRaw<{ registration: string }[]>`
        SELECT r AS registration FROM unnest(${[...registrations]}::text[]) AS r
        WHERE EXISTS (SELECT FROM vehicle v WHERE v.registration = r)
          OR EXISTS (SELECT FROM parking_session s WHERE s.registration = r)`;
      return new Set(rows.map(({ registration }) => registration));
    },
    async corrections(sessionId, { limit, after }, viewer) {
      const visible = await db.parkingSessionRow.count({
        where: { id: sessionId, AND: visibleTo(viewer) },
      });
      if (visible === 0) return [];
      const rows = await db.sessionCorrectionRow.findMany({
        where: { sessionId, ...(after === null ? {} : { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map(correctionOf);
    },
  };
}

/** A merged session is a part of another and found there, so that no stay is counted twice. */
function matching({ facilityId, open, registration, colour, make }: SessionCriteria): Where {
  return {
    ...(facilityId === null ? {} : { facilityId }),
    ...(registration === null ? {} : { registration }),
    ...(colour === null ? {} : { colour: colour.trim().toLowerCase() }),
    ...(make === null ? {} : { make: { equals: make.trim(), mode: 'insensitive' } }),
    status: open === null ? { not: 'MERGED' } : open ? 'OPEN' : 'CLOSED',
  };
}

function behind(after: readonly [Date, string] | null): Where {
  if (after === null) return {};
  const [enteredAt, id] = after;
  return { OR: [{ enteredAt: { lt: enteredAt } }, { enteredAt, id: { lt: id } }] };
}
