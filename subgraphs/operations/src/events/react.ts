import {
  billingEvents,
  chargingEvents,
  facilitiesEvents,
  parkingEvents,
  type Envelope,
} from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { Stores } from '../application/ports.js';
import type { Watching } from '../application/watch.js';
import {
  takeInFacility,
  takeInMoney,
  takeInObservation,
  takeInStation,
  takeInStationStatus,
} from '../application/take-in.js';

const { facilityRegistered, facilityUpdated } = facilitiesEvents;
const { paymentReceived, refundIssued } = billingEvents;
const { occupancyCounted, slotOccupied, slotReleased, slotStatusChanged, slotsLaidOut } =
  parkingEvents;
type OccupancyCount = parkingEvents.OccupancyCount;
const { connectorStatusChanged, stationRegistered, stationStatusChanged } = chargingEvents;

/** What reactions work with: the stores within the inbox's transaction, the time, new ids, patience. */
export interface Reacting<Tx> extends Watching {
  readonly storesIn: (tx: Tx) => Stores;
}

/** What every event of slots tells of their facility. */
interface Counted {
  readonly facilityId: string;
  readonly counts: readonly OccupancyCount[];
}

const placesOf = (counts: readonly OccupancyCount[]) => ({
  taken: counts.reduce((sum, { occupied, reserved }) => sum + occupied + reserved, 0),
  inService: counts.reduce((sum, { total, maintenance }) => sum + total - maintenance, 0),
});

/** OCPI statuses in which a connector serves nobody because it cannot. */
const broken: readonly string[] = ['OUTOFORDER', 'INOPERATIVE'];

/** What this context does when something happened elsewhere. */
export function reactions<Tx>({ storesIn, ...ports }: Reacting<Tx>): Reaction<Tx>[] {
  const facility = (
    { data, aggregateversion }: Envelope<facilitiesEvents.FacilitySnapshot>,
    tx: Tx,
  ) => {
    const { facilityId: id, tenantId, name, timeZone, currency } = data;
    const known = { id, tenantId, name, timeZone, currency };
    return takeInFacility(storesIn(tx), known, aggregateversion, ports);
  };
  const slots = async (
    { data: { facilityId, counts }, aggregateversion: version }: Envelope<Counted>,
    tx: Tx,
  ): Promise<void> => {
    const of = { ...placesOf(counts), version };
    if (await storesIn(tx).facilities.keepOccupancy(facilityId, of)) return;
    throw new Error(`Facility ${facilityId} is not known yet.`);
  };
  return [
    on(slotOccupied, slots),
    on(slotReleased, slots),
    on(slotStatusChanged, slots),
    on(slotsLaidOut, slots),
    on(occupancyCounted, async ({ data, time, aggregateversion: version }, tx: Tx) => {
      const { facilityId, mode, capacity, free } = data;
      const { facilities } = storesIn(tx);
      const countedAt = new Date(data.countedAt);
      if (!(await facilities.keepCount(facilityId, { countedAt, heardAt: new Date(time) }))) {
        throw new Error(`Facility ${facilityId} is not known yet.`);
      }
      if (mode === 'SLOTS' || capacity === null) return;
      const of = { taken: capacity - free, inService: capacity, version };
      await facilities.keepOccupancy(facilityId, of);
    }),
    on(paymentReceived, ({ data: { facilityId, amountMinor: minor, capturedAt } }, tx: Tx) =>
      takeInMoney(storesIn(tx), facilityId, { minor, at: new Date(capturedAt) }),
    ),
    on(refundIssued, ({ data: { facilityId, refundedMinor }, time }, tx: Tx) =>
      takeInMoney(storesIn(tx), facilityId, { minor: -refundedMinor, at: new Date(time) }),
    ),
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
