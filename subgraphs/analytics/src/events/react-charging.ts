import { chargingEvents, type DataOf } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { ChargingFact, Facts } from '../domain/facts.js';
import { kept } from './logged.js';

const { connectorStatusChanged, sessionCompleted, sessionCorrected } = chargingEvents;
const { sessionInterrupted, sessionStarted, stationRegistered, stationStatusChanged } =
  chargingEvents;

/** Sessions that a fault of ours ended. */
const faults: ReadonlySet<string> = new Set(['FAULT', 'STATION_OFFLINE']);

/** What analytics keeps of charging: stations, and sessions without who charged. */
export function chargingReactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  const ended = [sessionCompleted, sessionInterrupted, sessionCorrected].map((event) =>
    kept<DataOf<typeof sessionCompleted>, Tx>(event, factsIn, (facts, envelope) => {
      const { data, aggregateversion } = envelope;
      const { endedAt, energyWh, stopReason } = data;
      const interrupted = faults.has(stopReason);
      return facts.charging({ ...started(data, aggregateversion), endedAt, energyWh, interrupted });
    }),
  );
  return [
    kept(sessionStarted, factsIn, (facts, { data, aggregateversion }) =>
      facts.charging(started(data, aggregateversion)),
    ),
    ...ended,
    kept(stationRegistered, factsIn, (facts, { data, time, aggregateversion: version }) => {
      const { stationId: id, tenantId, facilityId, name, status, chargers } = data;
      const connectors = chargers.reduce((sum, charger) => sum + charger.connectors.length, 0);
      const powerW = chargers.reduce((sum, charger) => sum + charger.powerW, 0);
      const size = { connectors, powerW, registeredAt: time };
      return facts.station({ id, tenantId, facilityId, name, status, ...size, version });
    }),
    kept(stationStatusChanged, factsIn, (facts, { data, aggregateversion: version }) =>
      facts.stationStatus({ id: data.stationId, status: data.status, version }),
    ),
    kept(connectorStatusChanged, factsIn),
  ];
}

function started(
  data: Omit<DataOf<typeof sessionStarted>, 'targets'>,
  version: number,
): ChargingFact {
  const { sessionId: id, tenantId, facilityId, stationId, startedAt } = data;
  const open = { endedAt: null, energyWh: 0, interrupted: false };
  return { id, tenantId, facilityId, stationId, startedAt, ...open, version };
}
