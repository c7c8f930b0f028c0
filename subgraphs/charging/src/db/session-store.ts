import type { SessionStore } from '../application/ports.js';
import { isOpen, type ChargingSession, type OpenSession } from '../domain/session.js';
import type { ChargingSessionRow } from './generated/client.js';
import { sessionOf } from './rows.js';
import type { Db } from './saving.js';
import { isOpenRow, sessionReads } from './session-reads.js';

/** Sessions and reports of stops, within a transaction. */
export function sessionStore(tx: Db): SessionStore {
  return {
    ...sessionReads(tx),
    async add(session) {
      const { targets, ...data } = session;
      await tx.chargingSessionRow.create({
        data: {
          ...data,
          targetSocPercent: targets.socPercent,
          targetEnergyWh: targets.energyWh,
          targetCostInclTax: targets.costInclTax,
          targetDurationSeconds: targets.durationSeconds,
        },
      });
    },
    async hold(id) {
      // The stay first, then its session: the order in which everybody takes them.
      await tx.$queryRaw`SELECT FROM stay
        WHERE id = (SELECT parking_session_id FROM charging_session WHERE id = ${id}) FOR UPDATE`;
      await tx.$queryRaw`SELECT FROM charging_session WHERE id = ${id} FOR UPDATE`;
      const row = await tx.chargingSessionRow.findUnique({ where: { id } });
      return row === null ? null : sessionOf(row);
    },
    async openOn(connectorId) {
      return openOf(
        await tx.chargingSessionRow.findFirst({ where: { connectorId, ...isOpenRow } }),
      );
    },
    async ofTransaction(connectorId, transactionId) {
      const row = await tx.chargingSessionRow.findFirst({ where: { connectorId, transactionId } });
      return row === null ? null : sessionOf(row);
    },
    async openOfVehicle(registration) {
      return openOf(
        await tx.chargingSessionRow.findFirst({ where: { registration, ...isOpenRow } }),
      );
    },
    async holdOfStay(stayId) {
      await tx.$queryRaw`SELECT FROM charging_session
        WHERE parking_session_id = ${stayId} ORDER BY id FOR UPDATE`;
      const rows = await tx.chargingSessionRow.findMany({
        where: { parkingSessionId: stayId },
        orderBy: { id: 'asc' },
      });
      return rows.map(sessionOf);
    },
    async save(session) {
      await tx.chargingSessionRow.update({ where: { id: session.id }, data: lifeOf(session) });
    },
    async recordStop(report) {
      await tx.stopReportRow.create({ data: report });
    },
  };
}

function openOf(row: ChargingSessionRow | null): OpenSession | null {
  if (row === null) return null;
  const session = sessionOf(row);
  return isOpen(session) ? session : null;
}

/** What the life of a session changes of its row. */
function lifeOf(session: ChargingSession) {
  const { status, registration, customerId, estimatedEndAt, version } = session;
  const nothing = {
    activeSince: null,
    pausedAt: null,
    stoppedAt: null,
    stopReason: null,
    endedAt: null,
    faultCode: null,
    faultDescription: null,
  };
  const common = { ...nothing, status, registration, customerId, estimatedEndAt, version };
  switch (status) {
    case 'PENDING':
      return common;
    case 'ACTIVE':
    case 'PAUSED': {
      const { activeSince, stop } = session;
      const pausedAt = status === 'PAUSED' ? session.pausedAt : null;
      const stopReason = stop?.reason ?? null;
      return { ...common, activeSince, pausedAt, stoppedAt: stop?.at ?? null, stopReason };
    }
    case 'COMPLETED':
    case 'INTERRUPTED': {
      const { activeSince, stoppedAt, stopReason, endedAt, revision } = session;
      const fault = status === 'INTERRUPTED' ? session.fault : null;
      const faultCode = fault?.code ?? null;
      const faultDescription = fault?.description ?? null;
      const end = { activeSince, stoppedAt, stopReason, endedAt, revision };
      return { ...common, ...end, faultCode, faultDescription };
    }
  }
}
