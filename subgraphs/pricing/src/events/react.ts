import { accountsEvents, chargingEvents, facilitiesEvents, type DataOf } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facility, KnownPass, Station } from '../application/known.js';
import type { Stores } from '../application/ports.js';
import type { PriceSetting } from '../application/take-in-setting.js';

const { configChanged, facilityRegistered, facilityUpdated, stationConfigUpdated } =
  facilitiesEvents;
const { tenantRegistered } = facilitiesEvents;
const { stationRegistered } = chargingEvents;
const { passBought, passChanged } = accountsEvents;

/**
 * What this context does when something happened elsewhere: it keeps what it needs of tenants, facilities, stations and passes,
 * and takes a setting that names a tariff or plan for an assignment.
 * @param storesIn the stores within the inbox's transaction
 */
export function reactions<Tx>(
  storesIn: (tx: Tx, actorId: string) => Stores,
  takeInSetting: (stores: Stores, setting: PriceSetting) => Promise<void>,
): Reaction<Tx>[] {
  const facility = [facilityRegistered, facilityUpdated].map((event) =>
    on<facilitiesEvents.FacilitySnapshot, Tx>(event, ({ data, aggregateversion, actor }, tx) =>
      storesIn(tx, actor).known.keepFacility(facilityOf(data), aggregateversion),
    ),
  );
  const pass = [passBought, passChanged].map((event) =>
    on<DataOf<typeof passBought>, Tx>(event, ({ data, aggregateversion, actor, time }, tx) => {
      const heard = { status: data.status, at: new Date(time), version: aggregateversion };
      return storesIn(tx, actor).known.keepPass(passOf(data), heard);
    }),
  );
  return [
    ...facility,
    ...pass,
    on(tenantRegistered, ({ data: { tenantId: id, name }, actor }, tx: Tx) =>
      storesIn(tx, actor).known.keepTenant({ id, name }),
    ),
    on(stationRegistered, ({ data, aggregateversion, actor }, tx: Tx) =>
      storesIn(tx, actor).known.keepStation(stationOf(data), aggregateversion),
    ),
    on(configChanged, async ({ data, actor, time }, tx: Tx) => {
      // A tenant's settings are what its next facilities begin with, and count nowhere by themselves.
      if (data.scope !== 'FACILITY') return;
      const place = { facilityId: data.scopeId, stationId: null };
      const setting = { ...data, ...place, changedBy: actor, at: new Date(time) };
      await takeInSetting(storesIn(tx, actor), setting);
    }),
    on(stationConfigUpdated, ({ data, actor, time }, tx: Tx) =>
      takeInSetting(storesIn(tx, actor), { ...data, changedBy: actor, at: new Date(time) }),
    ),
  ];
}

function facilityOf(snapshot: facilitiesEvents.FacilitySnapshot): Omit<Facility, 'pricingVersion'> {
  const { facilityId: id, tenantId, timeZone, currency, pricingStrategy: strategy } = snapshot;
  return { id, tenantId, timeZone, currency, strategy };
}

function passOf(data: DataOf<typeof passBought>): KnownPass {
  const { passId: id, tenantId, customerId, registration, facilityIds } = data;
  const [validFrom, validUntil] = [new Date(data.validFrom), new Date(data.validUntil)];
  return { id, tenantId, customerId, registration, facilityIds, validFrom, validUntil };
}

function stationOf({
  stationId: id,
  facilityId,
  tenantId,
  name,
  chargers,
}: {
  readonly stationId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly chargers: readonly { readonly connectors: Station['connectors'] }[];
}): Station {
  const connectors = chargers.flatMap((charger) =>
    charger.connectors.map(({ type, powerW }) => ({ type, powerW })),
  );
  return { id, facilityId, tenantId, name, connectors };
}
