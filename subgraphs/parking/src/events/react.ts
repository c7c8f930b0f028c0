import { accountsEvents, facilitiesEvents } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { KnownFacility, KnownVehicle } from '../application/known.js';
import type { Stores } from '../application/ports.js';
import {
  takeInFacility,
  takeInFacilityStatus,
  takeInSetting,
  takeInVehicle,
} from '../application/take-in.js';

const { configChanged, facilityRegistered, facilityStatusChanged, facilityUpdated } =
  facilitiesEvents;
const { vehicleLinked, vehicleUpdated } = accountsEvents;

/**
 * What this context does when something happened elsewhere: it keeps what it needs of facilities and vehicles.
 * @param storesIn the stores within the inbox's transaction
 */
export function reactions<Tx>(storesIn: (tx: Tx) => Stores): Reaction<Tx>[] {
  const facility = [facilityRegistered, facilityUpdated].map((event) =>
    on<facilitiesEvents.FacilitySnapshot, Tx>(event, ({ data, aggregateversion }, tx) =>
      takeInFacility(storesIn(tx), facilityOf(data), aggregateversion),
    ),
  );
  return [
    ...facility,
    on(facilityStatusChanged, ({ data, aggregateversion }, tx: Tx) =>
      takeInFacilityStatus(storesIn(tx), data, aggregateversion),
    ),
    on(vehicleLinked, ({ data, aggregateversion }, tx: Tx) =>
      takeInVehicle(storesIn(tx), vehicleOf(data), aggregateversion),
    ),
    on(vehicleUpdated, ({ data, aggregateversion }, tx: Tx) =>
      takeInVehicle(storesIn(tx), vehicleOf(data), aggregateversion),
    ),
    on(configChanged, ({ data, aggregateversion: version }, tx: Tx) => {
      const { scope, scopeId, key, value } = data;
      return takeInSetting(storesIn(tx), { scope, scopeId, key, value, version });
    }),
  ];
}

function facilityOf(snapshot: facilitiesEvents.FacilitySnapshot): KnownFacility {
  const { facilityId: id, tenantId, externalId, name, latitude, longitude, timeZone } = snapshot;
  const { status, evPolicy, openingPeriods } = snapshot;
  const specialDays = snapshot.specialDays.map(({ date, hours }) => ({ date, hours }));
  const capacity = snapshot.capacity.reduce((total, { places }) => total + places, 0);
  const position = { latitude, longitude, timeZone };
  const rules = { status, evPolicy, openingPeriods, specialDays, capacity };
  return { id, tenantId, externalId, name, ...position, ...rules };
}

function vehicleOf(
  snapshot: Omit<KnownVehicle, 'id'> & { readonly vehicleId: string },
): KnownVehicle {
  const { vehicleId: id, registration, customerId, size, isElectric } = snapshot;
  const { make, model, colour, active } = snapshot;
  return { id, registration, customerId, size, isElectric, make, model, colour, active };
}
