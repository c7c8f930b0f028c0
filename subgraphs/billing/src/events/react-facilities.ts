import { facilitiesEvents } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { takeInFacility, type TakingIn } from '../application/take-in.js';

const { configChanged, facilityRegistered, facilityUpdated, tenantRegistered } = facilitiesEvents;

/** What billing keeps of facilities: where they are, in which zone and currency, and their settings. */
export function facilitiesReactions<Tx>(takingIn: (tx: Tx) => TakingIn): Reaction<Tx>[] {
  const facility = [facilityRegistered, facilityUpdated].map((event) =>
    on<facilitiesEvents.FacilitySnapshot, Tx>(event, ({ data, aggregateversion }, tx) => {
      const { facilityId: id, tenantId, name, street, postalCode, city, country } = data;
      const { timeZone, currency } = data;
      const known = { id, tenantId, name, street, postalCode, city, country, timeZone, currency };
      return takeInFacility(takingIn(tx), known, aggregateversion);
    }),
  );
  return [
    ...facility,
    on(tenantRegistered, ({ data, aggregateversion }, tx: Tx) => {
      const { tenantId: id, name } = data;
      return takingIn(tx).known.keepTenant({ id, name }, aggregateversion);
    }),
    on(configChanged, async ({ data, aggregateversion: version }, tx: Tx) => {
      const { scope, scopeId, key, value } = data;
      if (!key.startsWith('parking.exit') && !key.startsWith('billing.')) return;
      await takingIn(tx).known.keepSetting({ scope, scopeId, key, value, version });
    }),
  ];
}
