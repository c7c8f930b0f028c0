import { shownTotals } from '../domain/count.js';
import { exitTermsFrom } from '../domain/exit.js';
import type { Facility } from '../domain/facility.js';
import { defaultThresholds } from '../domain/occupancy.js';
import { retuned } from '../domain/occupancy-change.js';
import { thresholdsFrom } from '../domain/threshold.js';
import type { KnownFacility, KnownVehicle, Setting } from './known.js';
import type { Stores } from './ports.js';

/** Settings of other contexts' making that parking heeds. */
export const heededSettings = {
  highPercent: 'parking.occupancy.highPercent',
  normalPercent: 'parking.occupancy.normalPercent',
  exitPayment: 'parking.exitPayment',
  exitGrace: 'parking.exitGrace',
  exitFreeMinutes: 'parking.exitFreeMinutes',
} as const;

const heededKeys: readonly string[] = Object.values(heededSettings);

/** Keeps what is told of a facility. A facility that is new has an occupancy from then on. */
export async function takeInFacility(
  stores: Stores,
  facility: KnownFacility,
  version: number,
): Promise<void> {
  await stores.known.keepFacility(facility, version);
  await tune(stores, facility);
}

/** Keeps the status of a facility. @throws Error when nothing else is known of it yet: not now, then */
export async function takeInFacilityStatus(
  stores: Stores,
  change: { readonly facilityId: string; readonly status: Facility['status'] },
  version: number,
): Promise<void> {
  const isKnown = await stores.known.keepFacilityStatus(change.facilityId, change.status, version);
  if (!isKnown) throw new Error(`Facility ${change.facilityId} is not known yet.`);
}

/** Keeps what is told of a vehicle. */
export async function takeInVehicle(
  stores: Stores,
  vehicle: KnownVehicle,
  version: number,
): Promise<void> {
  await stores.known.keepVehicle(vehicle, version);
}

/** Keeps a setting that parking heeds, and lets it have its effect. */
export async function takeInSetting(stores: Stores, setting: Setting): Promise<void> {
  if (!heededKeys.includes(setting.key)) return;
  await stores.known.keepSetting(setting);
  for (const facility of await stores.known.facilitiesOf(setting.scope, setting.scopeId)) {
    await tune(stores, facility);
  }
}

/** Lets a facility's settings have their effect: at its exit, and on its thresholds, which that alone may cross. */
async function tune(stores: Stores, facility: Facility): Promise<void> {
  const settings = await stores.known.settings(facility, heededKeys);
  const exitTerms = exitTermsFrom({
    payment: settings.get(heededSettings.exitPayment),
    grace: settings.get(heededSettings.exitGrace),
    freeMinutes: settings.get(heededSettings.exitFreeMinutes),
  });
  await stores.known.keepExitTerms(facility.id, exitTerms);
  const thresholds = thresholdsFrom(
    {
      highPercent: settings.get(heededSettings.highPercent),
      normalPercent: settings.get(heededSettings.normalPercent),
    },
    defaultThresholds,
  );
  const occupancy = await stores.holdOccupancy(facility.id);
  if (occupancy === null) return;
  const isTuned =
    occupancy.highPercent === thresholds.highPercent &&
    occupancy.normalPercent === thresholds.normalPercent;
  if (isTuned) return;
  const change = retuned(occupancy, shownTotals(occupancy, facility.capacity), thresholds);
  await stores.saveOccupancy(change.occupancy);
  await stores.publish(change.events);
}
