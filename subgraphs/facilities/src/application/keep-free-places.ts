import { undistinguishedFreePlaces, type FreePlaces } from '../domain/free-places.js';
import { publicReach } from '@voltpark/kit/reach';
import type { FacilityReads, FreePlacesStore } from './ports.js';

/** A report of parking about one facility. */
export interface FreePlacesReport {
  readonly facilityId: string;
  /** Counts the reports of the facility. */
  readonly version: number;
  /** By size and kind; empty when the facility has a counter only. */
  readonly counts: readonly FreePlaces[];
  /** All together, from a counter that does not tell them apart. */
  readonly free?: number;
}

/** What it takes to keep a report. */
export interface FreePlacesStores {
  readonly facilities: FacilityReads;
  readonly freePlaces: FreePlacesStore;
}

/** Takes in how many places are free, for the filter of the map. Reports of unknown facilities say nothing to us. */
export async function keepFreePlaces(
  stores: FreePlacesStores,
  { facilityId, version, counts, free }: FreePlacesReport,
): Promise<void> {
  if (counts.length > 0) {
    await stores.freePlaces.keep(facilityId, counts, version);
    return;
  }
  const [facility] = await stores.facilities.byIds([facilityId], publicReach);
  if (facility === undefined) return;
  const places = undistinguishedFreePlaces(free ?? 0, facility.capacity);
  await stores.freePlaces.keep(facilityId, places, version);
}
