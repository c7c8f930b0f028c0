import { heard } from '../domain/change-station.js';
import { publicReach } from '@voltpark/kit/reach';
import type { Stores } from './ports.js';

/**
 * Notes that a device of the station spoke; one that was silent is back. Takes the station's lock where that changes
 * it, so it comes after all other locks of a transaction.
 */
export async function hearFrom(stores: Stores, stationId: string, now: Date): Promise<void> {
  const [seen] = await stores.stations.byIds([stationId], publicReach);
  if (seen === undefined) return;
  if (seen.status !== 'OFFLINE') return stores.stations.heard(stationId, now);
  const station = await stores.stations.hold(stationId, publicReach);
  const event = station === null ? null : heard(station, now);
  if (event === null) return;
  await stores.stations.save(event.station);
  await stores.publish([event]);
}
