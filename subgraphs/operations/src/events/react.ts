import { chargingEvents, facilitiesEvents, type Envelope } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { Ports, Stores } from '../application/ports.js';
import { takeInObservation, takeInStation, takeInStationStatus } from '../application/take-in.js';

const { facilityRegistered, facilityUpdated } = facilitiesEvents;
const { connectorStatusChanged, stationRegistered, stationStatusChanged } = chargingEvents;

/** What reactions work with: the stores within the inbox's transaction, the time, new ids. */
export interface Reacting<Tx> extends Pick<Ports, 'clock' | 'newId'> {
  readonly storesIn: (tx: Tx) => Stores;
}

/** OCPI statuses in which a connector serves nobody because it cannot. */
const broken: readonly string[] = ['OUTOFORDER', 'INOPERATIVE'];

/** What this context does when something happened elsewhere. */
export function reactions<Tx>({ storesIn, clock, newId }: Reacting<Tx>): Reaction<Tx>[] {
  const ports = { clock, newId };
  const facility = (
    { data, aggregateversion }: Envelope<facilitiesEvents.FacilitySnapshot>,
    tx: Tx,
  ) => {
    const { facilityId: id, tenantId, name, timeZone, currency } = data;
    const known = { id, tenantId, name, timeZone, currency };
    return storesIn(tx).facilities.keep(known, aggregateversion);
  };
  return [
    on(facilityRegistered, facility),
    on(facilityUpdated, facility),
    on(stationRegistered, ({ data: { chargers, ...station } }, tx: Tx) => {
      const told = chargers.map(({ chargerId, connectors }) => ({
        chargerId,
        connectorCount: connectors.length,
      }));
      return takeInStation(storesIn(tx), { ...station, chargers: told }, ports);
    }),
    on(stationStatusChanged, ({ data: { stationId, status } }, tx: Tx) =>
      takeInStationStatus(storesIn(tx), stationId, status, ports),
    ),
    on(connectorStatusChanged, ({ data }, tx: Tx) => {
      const { chargerId, connectorId, status, fault } = data;
      const code = broken.includes(status) ? (fault?.code ?? status.toLowerCase()) : null;
      const seen = { kind: 'CONNECTOR' as const, connectorId, code };
      return takeInObservation(storesIn(tx), chargerId, seen, ports);
    }),
  ];
}
