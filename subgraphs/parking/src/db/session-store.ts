import type { Stores } from '../application/ports.js';
import type { SessionCorrected } from '../domain/events.js';
import type { ParkingSession } from '../domain/session.js';
import { correctable } from '../events/publish.js';
import { openSessionOf, sessionOf } from './rows.js';
import type { Db } from './saving.js';

/** Stays and their corrections, within a transaction. */
export function sessionStore(
  tx: Db,
): Pick<
  Stores,
  'holdSessions' | 'holdOpenSession' | 'openSession' | 'saveSession' | 'saveCorrection'
> {
  const openSession = async (registration: string) => {
    const row = await tx.parkingSessionRow.findFirst({ where: { registration, status: 'OPEN' } });
    return row === null ? null : openSessionOf(row);
  };
  return {
    async holdSessions(ids) {
      await tx.$queryRaw`SELECT FROM parking_session WHERE id = ANY (${[...ids]}) ORDER BY id FOR UPDATE`;
      const rows = await tx.parkingSessionRow.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, sessionOf(row)]));
    },
    openSession,
    async holdOpenSession(registration) {
      await tx.$queryRaw`SELECT FROM parking_session
        WHERE registration = ${registration} AND status = 'OPEN' FOR UPDATE`;
      return openSession(registration);
    },
    async saveSession(session) {
      await tx.parkingSessionRow.update({ where: { id: session.id }, data: dataOf(session) });
    },
    async saveCorrection(correction) {
      await tx.sessionCorrectionRow.create({ data: correctionDataOf(correction) });
    },
  };
}

/** Everything about a session that can change after its entry. */
function dataOf(session: ParkingSession) {
  const { registration, registrationWritten, customerId, enteredAt } = session;
  const { lostTicket, paidUntil, version } = session;
  const vehicle = { registration, registrationWritten, customerId };
  const stay = { ...vehicle, enteredAt, lostTicket, paidUntil, version };
  const nothing = { leftAt: null, ending: null, mergedIntoId: null };
  switch (session.status) {
    case 'OPEN':
      return { ...stay, ...nothing, status: session.status };
    case 'CLOSED': {
      const { status, leftAt, ending } = session;
      return { ...stay, ...nothing, status, leftAt, ending };
    }
    case 'MERGED': {
      const { status, mergedIntoId } = session;
      return { ...stay, ...nothing, status, mergedIntoId, ending: status };
    }
  }
}

function correctionDataOf(correction: SessionCorrected) {
  const { correctionId, kind, otherSessionId, reason, correctedBy, correctedAt } = correction;
  return {
    id: correctionId,
    sessionId: correction.after.id,
    kind,
    otherSessionId,
    reason,
    correctedBy,
    at: correctedAt,
    before: correctable(correction.before),
    after: correctable(correction.after),
  };
}
