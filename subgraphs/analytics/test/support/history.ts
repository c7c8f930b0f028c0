import {
  billingEvents,
  chargingEvents,
  facilitiesEvents,
  parkingEvents,
  reservationsEvents,
  type Envelope,
  type EventDefinition,
} from '@voltpark/contracts';

export const facilityId = 'facility';
export const tenantId = 'tenant';
const start = Date.parse('2026-03-28T20:00:00Z');

/** The instant so many minutes after the evening before clocks are set forward. */
export const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

/** An event as it arrives: its id is its aggregate and version. */
export function envelope<Data>(
  definition: EventDefinition<Data>,
  of: {
    readonly type: string;
    readonly id: string;
    readonly version: number;
    readonly time: string;
  },
  data: Data,
): Envelope<Data> {
  return {
    specversion: '1.0',
    id: `${of.type}:${of.id}:${of.version}`,
    source: `urn:voltpark:${definition.type.split('.')[0] ?? ''}`,
    type: definition.type,
    time: of.time,
    subject: of.id,
    datacontenttype: 'application/json',
    dataschema: `urn:voltpark:schema:${definition.type}`,
    tenant: tenantId,
    actor: 'system',
    key: facilityId,
    aggregatetype: of.type,
    aggregateversion: of.version,
    // As it would be after a way over the wire: checked, and with nothing that its schema does not know.
    data: definition.data.parse(data),
  };
}

const where = { facilityId, tenantId };

export function facility(version = 1, timeZone = 'Europe/Berlin'): Envelope {
  const { facilityRegistered, facilityUpdated } = facilitiesEvents;
  const of = { type: 'facility', id: facilityId, version, time: at(0) };
  return envelope(version === 1 ? facilityRegistered : facilityUpdated, of, {
    ...where,
    ...{ externalId: null, name: `Facility ${version}`, street: 'S 1', postalCode: '1', city: 'C' },
    ...{ country: 'DE', latitude: 51, longitude: 13, timeZone, currency: 'EUR' },
    ...{ status: 'ACTIVE', evPolicy: 'LENIENT', pricingStrategy: 'BASIC' },
    ...{ openingPeriods: [], specialDays: [] },
    capacity: [{ size: 'STANDARD', kind: 'ICE', places: 10 }],
  });
}

/** So many of ten slots are occupied from a minute on. */
export function occupied(version: number, minute: number, taken: number): Envelope {
  const free = 10 - taken;
  const counts = { total: 10, free, occupied: taken, reserved: 0, maintenance: 0 };
  const of = { type: 'facility_occupancy', id: facilityId, version, time: at(minute) };
  return envelope(parkingEvents.slotOccupied, of, {
    ...where,
    ...{
      slotId: 's',
      slotNumber: '1',
      levelId: 'l',
      levelName: 'L',
      size: 'STANDARD',
      kind: 'ICE',
    },
    ...{ previous: 'AVAILABLE', status: 'OCCUPIED', sessionId: 'x' },
    counts: [{ size: 'STANDARD', kind: 'ICE', ...counts }],
  });
}

/** A counter says how many of ten places are free. */
export function counted(version: number, minute: number, free: number): Envelope {
  const of = { type: 'facility_occupancy', id: facilityId, version, time: at(minute) };
  return envelope(parkingEvents.occupancyCounted, of, {
    ...where,
    ...{ mode: 'COUNTS', rawFree: free, free, capacity: 10, drift: null },
    ...{ countedAt: at(minute), counts: [] },
  });
}

const stay = (id: string, entered: number) => ({
  ...where,
  ...{ sessionId: id, slotId: 's', slotNumber: '1', slotKind: 'EV' as const },
  ...{ registration: 'DDAB123', customerId: 'c', vehicleSize: 'STANDARD' as const },
  ...{ isElectric: true, enteredAt: at(entered) },
});

export function parked(id: string, entered: number): Envelope {
  const of = { type: 'parking_session', id, version: 1, time: at(entered) };
  return envelope(parkingEvents.vehicleParked, of, stay(id, entered));
}

export function left(id: string, entered: number, exit: number): Envelope {
  const of = { type: 'parking_session', id, version: 2, time: at(exit) };
  const over = { leftAt: at(exit), durationSeconds: (exit - entered) * 60 };
  return envelope(parkingEvents.vehicleLeft, of, { ...stay(id, entered), ...over });
}

export function station(id: string): Envelope {
  const of = { type: 'station', id, version: 1, time: at(0) };
  const connector = { connectorId: 'k', type: 'IEC_62196_T2' as const, powerW: 11_000 };
  return envelope(chargingEvents.stationRegistered, of, {
    ...where,
    ...{ stationId: id, name: `Station ${id}`, status: 'ONLINE' },
    chargers: [
      { chargerId: 'h', slotId: null, level: 'LEVEL2', powerW: 11_000, connectors: [connector] },
    ],
  });
}

const session = (id: string, begun: number) => ({
  ...where,
  ...{ sessionId: id, stationId: 'station', chargerId: 'h', connectorId: 'k', slotId: null },
  ...{ parkingSessionId: 'p', registration: 'DDAB123', customerId: 'c', tariffVersionId: null },
  ...{ timeZone: 'Europe/Berlin', startedAt: at(begun) },
});

export function charging(id: string, begun: number): Envelope {
  const of = { type: 'charging_session', id, version: 1, time: at(begun) };
  const targets = { socPercent: null, energyWh: null, costInclTax: null, durationSeconds: null };
  return envelope(chargingEvents.sessionStarted, of, { ...session(id, begun), targets });
}

export function charged(id: string, begun: number, ended: number, energyWh: number): Envelope {
  const of = { type: 'charging_session', id, version: 2, time: at(ended) };
  return envelope(chargingEvents.sessionCompleted, of, {
    ...session(id, begun),
    ...{ energyWh, socPercent: null, cost: null, revision: 1, endedAt: at(ended) },
    ...{ stopReason: 'REQUESTED', periods: [] },
  });
}

type Verb = 'Created' | 'Confirmed' | 'Cancelled' | 'Expired' | 'Fulfilled' | 'NoShow' | 'Rejected';
const statuses = {
  Created: 'PENDING',
  Confirmed: 'CONFIRMED',
  Cancelled: 'CANCELED',
  Expired: 'EXPIRED',
  Fulfilled: 'FULFILLED',
  NoShow: 'NO_SHOW',
  Rejected: 'REJECTED',
} as const;

/** The life of a reservation for an hour from a minute on: one event a verb, in this order. */
export function reservation(id: string, starts: number, ...verbs: readonly Verb[]): Envelope[] {
  return verbs.map((verb, index) => {
    const of = { type: 'reservation', id, version: index + 1, time: at(starts - 60 + index) };
    const isBooked = verbs.slice(0, index + 1).includes('Confirmed');
    return envelope(reservationsEvents[`reservation${verb}`], of, {
      ...where,
      ...{ reservationId: id, bookingId: id, slotId: 's', slotNumber: '1', customerId: 'c' },
      ...{ registration: 'DDAB123', vehicleSize: 'STANDARD', isElectric: true },
      ...{ status: statuses[verb], startsAt: at(starts), endsAt: at(starts + 60) },
      ...{ opensAt: at(starts - 10), noShowAt: at(starts + 30), keptUntil: at(starts + 70) },
      ...{ holdExpiresAt: null, confirmationCode: isBooked ? 'ABC' : null },
      ...{ parkingSessionId: null, reason: null, charges: [] },
    });
  });
}

/** An invoice with 19 % of tax; a credit note when the amount is negative. */
export function issued(
  id: string,
  minute: number,
  netMinor: number,
  kind: 'PARKING' | 'RESERVATION' = 'PARKING',
): Envelope {
  const taxMinor = Math.round(netMinor * 0.19);
  const totalMinor = netMinor + taxMinor;
  const of = { type: 'invoice', id, version: 2, time: at(minute) };
  return envelope(billingEvents.invoiceIssued, of, {
    ...where,
    ...{ invoiceId: id, customerId: 'c', parkingSessionId: 'p', passId: null, currency: 'EUR' },
    ...{ totalMinor, taxMinor, kind: netMinor < 0 ? 'CREDIT_NOTE' : 'INVOICE', number: id },
    ...{ creditsInvoiceId: null, replacesInvoiceId: null, issuedAt: at(minute), dueAt: at(minute) },
    byKind: [{ kind, grossMinor: totalMinor, netMinor }],
  });
}

export function paid(id: string, minute: number, amountMinor: number): Envelope {
  const of = { type: 'payment', id, version: 2, time: at(minute) };
  return envelope(billingEvents.paymentReceived, of, {
    ...where,
    ...{ paymentId: id, invoiceId: 'i', customerId: 'c', method: 'CREDIT_CARD', currency: 'EUR' },
    ...{ amountMinor, capturedAt: at(minute) },
  });
}
