import type { AsideReading, MeterStore } from '../application/meter-ports.js';
import type { MeterReading } from '../domain/meter-reading.js';
import { isOpen, type ChargingSession } from '../domain/session.js';
import { meterText } from './meter-json.js';
import { asideOfRow, meterReads, readingOfRow } from './meter-reads.js';
import { meterOfRow } from './meter-rows.js';
import type { Db } from './saving.js';

/** Meters within a transaction, of sessions that are held: the careful way. */
export function meterStore(tx: Db): MeterStore {
  return {
    ...meterReads(tx),
    ...asideStore(tx),
    async of(session) {
      const row = await tx.chargingSessionRow.findUniqueOrThrow({ where: { id: session.id } });
      return meterOfRow(row, session);
    },
    async allReadings(sessionId) {
      const rows = await tx.meterReadingRow.findMany({ where: { sessionId } });
      return rows.map(readingOfRow);
    },
    async add(sessionId, readings, receivedAt) {
      if (readings.length === 0) return;
      await tx.meterReadingRow.createMany({
        data: readings.map((reading) => ({
          ...columnsOf(reading),
          sessionId,
          receivedAt,
        })),
      });
    },
    async save(sessionId, meter, fixed, isAnew) {
      if (isAnew) await tx.meterMarkRow.deleteMany({ where: { sessionId } });
      const first = meter.state.fixedMarks - fixed.length;
      await tx.meterMarkRow.createMany({
        data: fixed.map(({ at, ...mark }, index) => ({
          ...mark,
          at: new Date(at),
          sessionId,
          ordinal: first + index,
        })),
      });
      const { version, toldVersion, toldAt, idleSince } = meter;
      await tx.$executeRaw`UPDATE charging_session SET meter = ${meterText(meter)}::json,
        meter_version = ${version}, told_meter_version = ${toldVersion}, told_at = ${toldAt},
        idle_since = ${idleSince} WHERE id = ${sessionId}`;
    },
    async saveEstimate(id, estimatedEndAt) {
      await tx.chargingSessionRow.update({ where: { id }, data: { estimatedEndAt } });
    },
    async untold(toldBefore, stoppedBefore, limit) {
      const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM charging_session
        WHERE status IN ('PENDING', 'ACTIVE', 'PAUSED') AND (
          (meter_version > told_meter_version AND (told_at IS NULL OR told_at <= ${toldBefore}))
          OR (stopped_at IS NOT NULL AND told_at <= ${stoppedBefore} AND idle_since IS NULL))
        ORDER BY told_at NULLS FIRST LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      return rows.map(({ id }) => id);
    },
    async overdue(now, limit) {
      const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM charging_session
        WHERE status IN ('PENDING', 'ACTIVE', 'PAUSED') AND stopped_at IS NULL
          AND target_duration_seconds IS NOT NULL
          AND opened_at + target_duration_seconds * interval '1 second' <= ${now}
        LIMIT ${limit}`;
      return rows.map(({ id }) => id);
    },
  };
}

/** A reading as rows have it. */
const columnsOf = ({ at, ...reading }: MeterReading) => ({ ...reading, at: new Date(at) });

type AsideStore = Pick<
  MeterStore,
  'keepAside' | 'asideOf' | 'dropAside' | 'dropAsideBefore' | 'sessionsWithAside'
>;

/** Readings of no session that we know. */
function asideStore(tx: Db): AsideStore {
  return {
    async keepAside(readings, room) {
      const kept = readings.slice(0, Math.max(0, room));
      await tx.meterAsideRow.createMany({ data: kept.map(rowOfAside), skipDuplicates: true });
      return readings.slice(kept.length);
    },
    async asideOf(session, limit) {
      const rows = await tx.meterAsideRow.findMany({
        where: { OR: namesOf(session) },
        orderBy: { at: 'asc' },
        take: limit,
      });
      // An administrator of the network may speak for everybody, others for their tenant.
      return rows
        .filter(({ tenantId }) => tenantId === '' || tenantId === session.tenantId)
        .map(asideOfRow);
    },
    async dropAside(ids) {
      await tx.meterAsideRow.deleteMany({ where: { id: { in: [...ids] } } });
    },
    async dropAsideBefore(receivedBefore, limit) {
      await tx.$executeRaw`DELETE FROM meter_aside WHERE id IN (
        SELECT id FROM meter_aside WHERE received_at < ${receivedBefore} LIMIT ${limit}
        FOR UPDATE SKIP LOCKED)`;
    },
    async sessionsWithAside(since, limit) {
      // Each name by its own index; with OR it would be none.
      const rows = await tx.$queryRaw<{ id: string }[]>`
        WITH recent AS (SELECT * FROM meter_aside
          WHERE received_at >= ${since} AND reason = 'UNKNOWN_SESSION')
        SELECT s.id FROM recent a JOIN charging_session s ON s.id = a.session_id
          WHERE a.tenant_id IN ('', s.tenant_id)
        UNION SELECT s.id FROM recent a JOIN charging_session s
          ON s.connector_id = a.connector_id AND s.transaction_id = a.transaction_id
          WHERE a.session_id = '' AND a.transaction_id <> '' AND a.tenant_id IN ('', s.tenant_id)
        UNION SELECT s.id FROM recent a JOIN charging_session s ON s.connector_id = a.connector_id
          WHERE a.session_id = '' AND a.transaction_id = '' AND a.tenant_id IN ('', s.tenant_id)
            AND a.at >= s.started_at AND (s.ended_at IS NULL OR a.at <= s.ended_at)
        LIMIT ${limit}`;
      return rows.map(({ id }) => id);
    },
  };
}

/** The names under which readings of a session may lie aside. */
function namesOf(session: ChargingSession) {
  const { id, connectorId, transactionId, startedAt } = session;
  const reason = 'UNKNOWN_SESSION';
  const unnamed = { sessionId: '', connectorId, reason };
  const until = isOpen(session) ? {} : { lte: session.endedAt };
  return [
    { sessionId: id, reason },
    ...(transactionId === null ? [] : [{ ...unnamed, transactionId }]),
    { ...unnamed, transactionId: '', at: { gte: startedAt, ...until } },
  ];
}

const rowOfAside = ({ tenantId, reading, ...aside }: AsideReading) => ({
  ...aside,
  ...columnsOf(reading),
  tenantId: tenantId ?? '',
});
