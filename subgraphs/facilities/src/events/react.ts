import { chargingEvents, parkingEvents, type EventDefinition } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { Clock } from '@voltpark/kit/clock';
import { keepFreePlaces, type FreePlacesStores } from '../application/keep-free-places.js';
import { keepStation, type StationStores } from '../application/keep-station.js';
import type { FreePlaces } from '../domain/free-places.js';

const { occupancyCounted, slotOccupied, slotReleased, slotsLaidOut, slotStatusChanged } =
  parkingEvents;

/** What all reports of parking about free places have. */
interface Report {
  readonly facilityId: string;
  readonly counts: readonly FreePlaces[];
  readonly free?: number;
}

/**
 * What this context does when something happened elsewhere: it keeps parking's counts of free places, so that
 * the map can be filtered by them, and begins the settings of charging stations. The events of free places count one
 * aggregate, the facility's occupancy, so that the version of each says which report is the latest.
 * @param storesIn the stores within the inbox's transaction
 */
export function reactions<Tx>(
  tools: { readonly clock: Clock },
  storesIn: (tx: Tx) => FreePlacesStores & StationStores,
): Reaction<Tx>[] {
  const keep = <Data extends Report>(event: EventDefinition<Data>) =>
    on<Data, Tx>(
      event,
      ({ data, aggregateversion }, tx) => {
        const { facilityId, counts, free } = data;
        const report = { facilityId, counts, version: aggregateversion };
        return keepFreePlaces(storesIn(tx), free === undefined ? report : { ...report, free });
      },
      // A report has all the counts, so of several that have gathered the newest says it all.
      { latest: true },
    );
  return [
    keep(slotOccupied),
    keep(slotReleased),
    keep(slotStatusChanged),
    keep(slotsLaidOut),
    keep(occupancyCounted),
    on(chargingEvents.stationRegistered, ({ data }, tx: Tx) =>
      keepStation(tools, storesIn(tx), data),
    ),
  ];
}
