import { facilitiesEvents } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facts } from '../domain/facts.js';
import { kept } from './logged.js';

const { facilityRegistered, facilityStatusChanged, facilityUpdated } = facilitiesEvents;

/** What analytics keeps of facilities: whose they are, where days begin and in which currency they earn. */
export function facilitiesReactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  const snapshots = [facilityRegistered, facilityUpdated].map((event) =>
    kept(event, factsIn, (facts, { data, aggregateversion: version }) => {
      const { facilityId: id, tenantId, name, timeZone, currency, country, status } = data;
      const places = data.capacity.reduce((sum, of) => sum + of.places, 0);
      return facts.facility({
        ...{ id, tenantId, name, timeZone, currency, country, status, places, version },
      });
    }),
  );
  return [
    ...snapshots,
    kept(facilityStatusChanged, factsIn, (facts, { data, aggregateversion: version }) =>
      facts.facilityStatus({ id: data.facilityId, status: data.status, version }),
    ),
  ];
}
