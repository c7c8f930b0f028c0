import { chargingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause } from '../application/ports.js';
import type { Connector, Station, StationEvent, StationRegistered } from '../domain/station.js';

const { connectorStatusChanged, stationRegistered, stationStatusChanged } = chargingEvents;

/** Events of stations and their connectors. */
export function publishStation(event: StationEvent, cause: Cause): EventDraft {
  switch (event.type) {
    case 'StationRegistered':
      return draftEvent(stationRegistered, snapshot(event), ofStation(event.station), cause);
    case 'StationStatusChanged': {
      const { status, statusReason: reason, statusSince, ...station } = event.station;
      const { previous } = event;
      const since = statusSince.toISOString();
      const data = { ...placeOf(station), previous, status, reason, since };
      return draftEvent(stationStatusChanged, data, ofStation(event.station), cause);
    }
    case 'ConnectorStatusChanged': {
      const { connector, previous } = event;
      const data = { ...connectorFields(connector), previous };
      return draftEvent(connectorStatusChanged, data, ofConnector(connector), cause);
    }
    default:
      return unreachable(event);
  }
}

function snapshot({ station, chargers, connectors }: StationRegistered) {
  return {
    ...placeOf(station),
    name: station.name,
    status: station.status,
    chargers: chargers.map(({ id: chargerId, slotId, level, powerW }) => ({
      chargerId,
      slotId,
      level,
      powerW,
      connectors: connectors
        .filter((connector) => connector.chargerId === chargerId)
        .map(({ id: connectorId, type, powerW: watts }) => ({ connectorId, type, powerW: watts })),
    })),
  };
}

const placeOf = ({
  id,
  facilityId,
  tenantId,
}: Pick<Station, 'id' | 'facilityId' | 'tenantId'>) => ({
  stationId: id,
  facilityId,
  tenantId,
});

function connectorFields(connector: Connector) {
  const { stationId, facilityId, tenantId, chargerId, id: connectorId, slotId } = connector;
  const { status, sessionId, fault, statusSince } = connector;
  const place = { stationId, facilityId, tenantId, chargerId, connectorId, slotId };
  return { ...place, status, sessionId, fault, since: statusSince.toISOString() };
}

const ofStation = ({ id, version, tenantId, updatedAt }: Station) => ({
  type: 'station',
  id,
  version,
  tenantId,
  at: updatedAt,
});

const ofConnector = ({ id, version, tenantId, statusSince }: Connector) => ({
  type: 'connector',
  id,
  version,
  tenantId,
  at: statusSince,
});
