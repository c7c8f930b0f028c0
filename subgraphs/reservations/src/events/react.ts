import {
  accountsEvents,
  facilitiesEvents,
  parkingEvents,
  pricingEvents,
  type DataOf,
} from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import {
  heardAgreement,
  heardArrival,
  heardHoldExpired,
  heardHoldUsed,
  heardLeaving,
  heardRefusal,
} from '../application/follow-parking.js';
import type { KnownStay, Ports, Stores } from '../application/ports.js';

type Tools = Pick<Ports, 'clock' | 'newId'>;

/**
 * What this context does when something happened elsewhere: it keeps what it needs of facilities, slots, vehicles and
 * prices, and follows what parking says of booked slots.
 * @param storesIn the stores within the inbox's transaction
 */
export function reactions<Tx>(tools: Tools, storesIn: (tx: Tx) => Stores): Reaction<Tx>[] {
  return [...known(storesIn), ...slots(storesIn), ...bookings(tools, storesIn)];
}

function known<Tx>(storesIn: (tx: Tx) => Stores): Reaction<Tx>[] {
  const { facilityRegistered, facilityStatusChanged, facilityUpdated } = facilitiesEvents;
  const { vehicleLinked, vehicleUpdated } = accountsEvents;
  const { assignmentChanged, ruleUpdated } = pricingEvents;
  return [
    ...[facilityRegistered, facilityUpdated].map((event) =>
      on<facilitiesEvents.FacilitySnapshot, Tx>(event, ({ data, aggregateversion }, tx) => {
        const { facilityId: id, tenantId, timeZone, currency, status, evPolicy } = data;
        const { openingPeriods, specialDays } = data;
        const of = { id, tenantId, timeZone, currency, status, evPolicy };
        const facility = { ...of, openingPeriods, specialDays };
        return storesIn(tx).known.keepFacility(facility, aggregateversion);
      }),
    ),
    on(facilityStatusChanged, async ({ data, aggregateversion }, tx: Tx) => {
      const { facilityId, status } = data;
      const isKnown = await storesIn(tx).known.keepStatus(facilityId, status, aggregateversion);
      if (!isKnown) throw new Error(`Facility ${facilityId} is not known yet.`);
    }),
    ...[vehicleLinked, vehicleUpdated].map((event) =>
      on<DataOf<typeof vehicleUpdated>, Tx>(event, ({ data, aggregateversion, time }, tx) => {
        const { vehicleId: id, registration, customerId, size, isElectric, active } = data;
        const vehicle = { id, registration, customerId, size, isElectric };
        const retiredAt = active ? null : new Date(time);
        return storesIn(tx).known.keepVehicle(vehicle, retiredAt, aggregateversion);
      }),
    ),
    on(ruleUpdated, ({ data }, tx: Tx) => {
      const { versionId: id, ratePlanId: planId, number, plan: content } = data;
      const effectiveFrom = new Date(data.effectiveFrom);
      const version = { id, planId, number, effectiveFrom, content };
      return storesIn(tx).known.keepPlanVersion(version);
    }),
    on(assignmentChanged, async ({ data }, tx: Tx) => {
      const { assignmentId: id, facilityId, kind, targetId: planId } = data;
      if (kind !== 'RATE_PLAN') return;
      const effectiveFrom = new Date(data.effectiveFrom);
      await storesIn(tx).known.keepAssignment({ id, facilityId, planId, effectiveFrom });
    }),
  ];
}

function slots<Tx>(storesIn: (tx: Tx) => Stores): Reaction<Tx>[] {
  const { slotOccupied, slotReleased, slotStatusChanged, slotsLaidOut } = parkingEvents;
  return [
    on(slotsLaidOut, async ({ data, aggregateversion }, tx: Tx) => {
      const { facilityId } = data;
      const laidOut = (data.slots ?? []).map(({ slotId: id, slotNumber: number, ...slot }) => ({
        ...{ ...slot, id, number, facilityId },
        status: 'AVAILABLE' as const,
      }));
      await storesIn(tx).known.keepSlots(laidOut, aggregateversion);
    }),
    ...[slotOccupied, slotReleased, slotStatusChanged].map((event) =>
      on<DataOf<typeof slotOccupied>, Tx>(event, ({ data, aggregateversion }, tx) => {
        const { slotId: id, facilityId, slotNumber: number, size, kind, status } = data;
        const slot = { id, facilityId, number, size, kind, status };
        return storesIn(tx).known.keepSlots([slot], aggregateversion);
      }),
    ),
  ];
}

function bookings<Tx>(tools: Tools, storesIn: (tx: Tx) => Stores): Reaction<Tx>[] {
  const { bookingAccepted, bookingRefused, holdEnded, holdRefused, vehicleLeft, vehicleParked } =
    parkingEvents;
  return [
    on(bookingAccepted, ({ data }, tx: Tx) => heardAgreement(storesIn(tx), data.bookingId)),
    on(bookingRefused, ({ data }, tx: Tx) => heardRefusal(tools, storesIn(tx), data)),
    on(holdRefused, async ({ data }, tx: Tx) => {
      const { kind, sourceId: bookingId, facilityId, reason } = data;
      if (kind !== 'RESERVATION') return;
      await heardRefusal(tools, storesIn(tx), { bookingId, facilityId, reason });
    }),
    on(holdEnded, async ({ data }, tx: Tx) => {
      const { kind, sourceId: bookingId, registration, outcome } = data;
      if (kind !== 'RESERVATION') return;
      if (outcome === 'ARRIVED')
        await heardHoldUsed(tools, storesIn(tx), { bookingId, registration });
      if (outcome === 'EXPIRED') await heardHoldExpired(tools, storesIn(tx), bookingId);
    }),
    on(vehicleParked, ({ data }, tx: Tx) =>
      heardArrival(tools, storesIn(tx), stayOf(data, data.promisedUntil)),
    ),
    on(vehicleLeft, ({ data }, tx: Tx) =>
      heardLeaving(storesIn(tx), stayOf(data, undefined), new Date(data.leftAt)),
    ),
  ];
}

function stayOf(
  data: Omit<DataOf<typeof parkingEvents.vehicleParked>, 'promisedUntil'>,
  promisedUntil: string | undefined,
): KnownStay {
  const { sessionId: id, facilityId, slotId, registration, enteredAt } = data;
  const of = { id, facilityId, slotId, registration, enteredAt: new Date(enteredAt) };
  return { ...of, promisedUntil: new Date(promisedUntil ?? enteredAt) };
}
