import {
  accountsEvents,
  facilitiesEvents,
  pricingEvents,
  type DataOf,
  type Envelope,
} from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { KnownVehicle } from '../application/known.js';
import type { Reacting } from './react.js';
import { heededSettings } from '../application/settings.js';

const { configChanged, facilityRegistered, facilityStatusChanged, facilityUpdated } =
  facilitiesEvents;
const { vehicleLinked, vehicleUpdated } = accountsEvents;
const { assignmentChanged, tariffChanged } = pricingEvents;

/** Charging keeps what it needs of facilities, vehicles and tariffs. */
export function knownReactions<Tx>({ storesIn }: Reacting<Tx>): Reaction<Tx>[] {
  const facility = async (
    { data, aggregateversion: version }: Envelope<facilitiesEvents.FacilitySnapshot>,
    tx: Tx,
  ) => {
    const { facilityId: id, tenantId, name, timeZone, currency, status } = data;
    const known = { id, tenantId, name, timeZone, currency, status };
    await storesIn(tx).known.keepFacility(known, version);
  };
  const vehicle = ({ data, aggregateversion }: Envelope<DataOf<typeof vehicleUpdated>>, tx: Tx) =>
    storesIn(tx).known.keepVehicle(vehicleOf(data), aggregateversion);
  return [
    on(facilityRegistered, facility),
    on(facilityUpdated, facility),
    on(facilityStatusChanged, async ({ data, aggregateversion }, tx: Tx) => {
      const { facilityId, status } = data;
      const { known } = storesIn(tx);
      if (await known.keepFacilityStatus(facilityId, status, aggregateversion)) return;
      throw new Error(`Facility ${facilityId} is not known yet.`);
    }),
    on(configChanged, async ({ data, aggregateversion: version }, tx: Tx) => {
      const { scope, scopeId, key, value } = data;
      if (!heededSettings.includes(key)) return;
      await storesIn(tx).known.keepSetting({ scope, scopeId, key, value, version });
    }),
    on(vehicleLinked, vehicle),
    on(vehicleUpdated, vehicle),
    on(tariffChanged, ({ data }, tx: Tx) => {
      const { versionId: id, effectiveFrom, ...version } = data;
      return storesIn(tx).known.keepTariffVersion({
        ...version,
        id,
        effectiveFrom: new Date(effectiveFrom),
      });
    }),
    on(assignmentChanged, async ({ data, aggregateversion }, tx: Tx) => {
      const { assignmentId: id, tenantId, facilityId, stationId, targetId } = data;
      if (data.kind !== 'TARIFF') return;
      const effectiveFrom = new Date(data.effectiveFrom);
      const assignment = { id, tenantId, facilityId, stationId, tariffId: targetId, effectiveFrom };
      await storesIn(tx).known.keepAssignment(assignment, aggregateversion);
    }),
  ];
}

function vehicleOf(snapshot: DataOf<typeof vehicleUpdated>): KnownVehicle {
  const { vehicleId: id, registration, customerId, isElectric, active } = snapshot;
  const connectorTypes = snapshot.connectorTypes ?? [];
  const batteryWh = snapshot.batteryWh ?? null;
  return { id, registration, customerId, isElectric, active, connectorTypes, batteryWh };
}
