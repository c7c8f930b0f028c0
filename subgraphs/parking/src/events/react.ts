import {
  accountsEvents,
  billingEvents,
  chargingEvents,
  facilitiesEvents,
  reservationsEvents,
  type DataOf,
} from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { endBookings, openBooking, planBooking } from '../application/keep-bookings.js';
import type { KnownFacility, KnownVehicle } from '../application/known.js';
import { giveSlotBack, keepSlot } from '../application/keep-slots.js';
import type { Ports, Stores } from '../application/ports.js';
import {
  takeInFacility,
  takeInFacilityStatus,
  takeInSetting,
  takeInVehicle,
} from '../application/take-in.js';
import { takeInPayment } from '../application/take-payment.js';
import type { SlotBooking } from '../domain/booking.js';

const { configChanged, facilityRegistered, facilityStatusChanged, facilityUpdated } =
  facilitiesEvents;
const { vehicleLinked, vehicleUpdated } = accountsEvents;

/**
 * What this context does when something happened elsewhere: it keeps what it needs of facilities and vehicles, until
 * when stays are paid, and slots for whoever took one from the charging queue.
 * @param storesIn the stores within the inbox's transaction
 */
export function reactions<Tx>(
  tools: Pick<Ports, 'clock' | 'newId'>,
  storesIn: (tx: Tx) => Stores,
): Reaction<Tx>[] {
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
    on(billingEvents.invoicePaid, async ({ data }, tx: Tx) => {
      const { parkingSessionId, parkingPaidUntil } = data;
      if (parkingSessionId === null || parkingPaidUntil === null) return;
      const until = new Date(parkingPaidUntil);
      await takeInPayment(storesIn(tx), { parkingSessionId, until });
    }),
    on(chargingEvents.offerTaken, async ({ data }, tx: Tx) => {
      const { offerId: sourceId, facilityId, tenantId, slotId, registration } = data;
      // A connector that serves no slot in particular has none to be kept.
      if (slotId === null) return;
      const of = { kind: 'CHARGING_OFFER', sourceId, facilityId, tenantId } as const;
      const until = new Date(data.until);
      await keepSlot(tools, storesIn(tx), { ...of, slotId, registration, until });
    }),
    ...bookings(tools, storesIn),
    on(chargingEvents.offerReleased, ({ data }, tx: Tx) =>
      giveSlotBack(tools, storesIn(tx), { kind: 'CHARGING_OFFER', sourceId: data.offerId }),
    ),
  ];
}

type Reservation = DataOf<typeof reservationsEvents.reservationCreated>;

/** Slots for reservations: planned long before, kept when the window opens, given back when nobody comes any more. */
function bookings<Tx>(
  tools: Pick<Ports, 'clock' | 'newId'>,
  storesIn: (tx: Tx) => Stores,
): Reaction<Tx>[] {
  const { reservationChanged, reservationCreated, reservationWindowOpened } = reservationsEvents;
  const { reservationCancelled, reservationExpired, reservationFulfilled } = reservationsEvents;
  const { reservationNoShow, reservationRejected } = reservationsEvents;
  const over = [
    ...[reservationCancelled, reservationExpired, reservationFulfilled],
    ...[reservationNoShow, reservationRejected],
  ];
  return [
    ...[reservationCreated, reservationChanged].map((event) =>
      on<Reservation, Tx>(event, ({ data }, tx) =>
        planBooking(tools, storesIn(tx), bookingOf(data), data.registration),
      ),
    ),
    on<Reservation, Tx>(reservationWindowOpened, ({ data }, tx) => {
      const { registration, noShowAt } = data;
      const vehicle = { registration, until: new Date(noShowAt) };
      return openBooking(tools, storesIn(tx), bookingOf(data), vehicle);
    }),
    ...over.map((event) =>
      on<Reservation, Tx>(event, ({ data }, tx) =>
        endBookings(tools, storesIn(tx), data.reservationId, null),
      ),
    ),
  ];
}

function bookingOf(data: Reservation): SlotBooking {
  const { bookingId: id, reservationId, facilityId, tenantId, slotId } = data;
  const times = { from: new Date(data.opensAt), until: new Date(data.keptUntil) };
  return { id, reservationId, facilityId, tenantId, slotId, ...times };
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
