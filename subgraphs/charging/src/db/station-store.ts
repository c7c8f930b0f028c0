import type { StationStore } from '../application/ports.js';
import { limits } from '../domain/limits.js';
import { nameKey } from '@voltpark/contracts/names';
import { workDueAt } from '../domain/planned-work.js';
import type { Connector, Station } from '../domain/station.js';
import { connectorOf, maintenanceJson, stationOf } from './rows.js';
import type { Db } from './saving.js';
import { within } from '@voltpark/kit/database/scope';
import { isOpenRow } from './session-reads.js';
import { stationReads, withSlot } from './station-reads.js';

/** Stations, chargers and connectors, within a transaction. */
export function stationStore(tx: Db): StationStore {
  const held = async (ids: readonly string[]) => {
    await tx.$queryRaw`SELECT FROM connector WHERE id = ANY (${[...ids]}) ORDER BY id FOR UPDATE`;
    const rows = await tx.connectorRow.findMany({
      where: { id: { in: [...ids] } },
      include: withSlot,
      orderBy: { id: 'asc' },
    });
    return rows.map(connectorOf);
  };
  return {
    ...stationReads(tx),
    ...hearing(tx),
    async add(station, chargers, connectors) {
      await tx.stationRow.create({ data: stationData(station) });
      await tx.chargerRow.createMany({ data: chargers.map((charger) => ({ ...charger })) });
      await tx.connectorRow.createMany({
        data: connectors.map((connector) => {
          const { id, chargerId, stationId, facilityId, tenantId, ordinal, type, powerW } =
            connector;
          const place = { id, chargerId, stationId, facilityId, tenantId };
          return { ...place, ordinal, type, powerW, ...connectorData(connector) };
        }),
      });
    },
    async named(facilityId, name) {
      const row = await tx.stationRow.findFirst({ where: { facilityId, nameKey: nameKey(name) } });
      return row === null ? null : stationOf(row);
    },
    async hold(id, reach) {
      await tx.$queryRaw`SELECT FROM station WHERE id = ${id} FOR UPDATE`;
      const row = await tx.stationRow.findFirst({ where: { id, AND: within(reach) } });
      return row === null ? null : stationOf(row);
    },
    async save(station) {
      await tx.stationRow.update({ where: { id: station.id }, data: stationData(station) });
    },
    holdConnectors: held,
    async holdConnectorsOf(chargerId) {
      await tx.$queryRaw`SELECT FROM connector
        WHERE charger_id = ${chargerId} ORDER BY id FOR UPDATE`;
      const rows = await tx.connectorRow.findMany({
        where: { chargerId },
        include: withSlot,
        orderBy: { id: 'asc' },
      });
      return rows.map(connectorOf);
    },
    async saveConnector(connector) {
      await tx.connectorRow.update({
        where: { id: connector.id },
        data: connectorData(connector),
      });
    },
    countOpenSessions: (stationId) =>
      tx.chargingSessionRow.count({ where: { stationId, ...isOpenRow } }),
  };
}

/** When stations were heard, and which have been silent. */
function hearing(tx: Db): Pick<StationStore, 'heard' | 'holdSilent' | 'holdWorkDue'> {
  return {
    async heard(id, now) {
      const noted = new Date(now.getTime() - limits.heardEveryMs);
      await tx.stationRow.updateMany({
        where: { id, lastHeardAt: { lt: noted } },
        data: { lastHeardAt: now },
      });
    },
    async holdWorkDue(now, limit) {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM station WHERE work_due_at <= ${now}
        ORDER BY work_due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      const ids = rows.map(({ id }) => id);
      return (await tx.stationRow.findMany({ where: { id: { in: ids } } })).map(stationOf);
    },
    async holdSilent(since, limit) {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM station WHERE status = 'ONLINE' AND last_heard_at < ${since}
        ORDER BY last_heard_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      const ids = rows.map(({ id }) => id);
      return (await tx.stationRow.findMany({ where: { id: { in: ids } } })).map(stationOf);
    },
  };
}

function stationData(whole: Station) {
  const { maintenance, warrantyUntil, ...station } = whole;
  return {
    ...station,
    workDueAt: workDueAt(whole),
    nameKey: nameKey(station.name),
    maintenance: maintenanceJson(maintenance),
    warrantyUntil: warrantyUntil === null ? null : new Date(warrantyUntil),
  };
}

/** What can change of a connector. */
function connectorData(connector: Connector) {
  const { status, statusSince, deviceStatus, pluggedIn, sessionId, version } = connector;
  return {
    status,
    statusSince,
    deviceStatus,
    pluggedIn,
    sessionId,
    version,
    faultCode: connector.fault?.code ?? null,
    faultDescription: connector.fault?.description ?? null,
    reservedFor: connector.reservation?.registration ?? null,
    offerId: connector.reservation?.offerId ?? null,
    reservedUntil: connector.reservation?.until ?? null,
  };
}
