import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { catalog } from '@voltpark/contracts';
import { beforeAll, expect, it } from 'vitest';
import { AtSite, chargingSite, heardWhile, type ChargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { journey } from '../support/journey.js';
import { once, type Person, type Town } from '../support/town.js';

const erasure = 'The story of a person who is forgotten is told in a town of its own.';
const days = 'Days have to pass; the specs of its context let them.';
const race =
  'Two contexts have to want the same slot at once; specs of reservations and parking race.';

/** Types of events that no story of the shared town provokes, and why. */
const unheard: Readonly<Record<string, string>> = {
  'accounts.customer.erased.v1': erasure,
  'accounts.customer.erasure_begun.v1': erasure,
  'accounts.customer.erasure_sealed.v1': erasure,
  'billing.invoice.dunned.v1': days,
  'billing.invoice.overdue.v1': days,
  'notifications.delivery.failed.v1': 'A delivery is given up after hours of attempts.',
};

/** Types of events that flow or do not, as it happens, and why. */
const chance: Readonly<Record<string, string>> = {
  'operations.alert.escalated.v1': 'An alert is escalated after a minute at the earliest.',
  'parking.booking.refused.v1': race,
  'parking.slot.hold_refused.v1': race,
  'reservations.reservation.expired.v1': 'A slot is held for half a minute at least.',
  'reservations.reservation.rejected.v1': race,
};

/**
 * The catalog of events against what flowed while all other stories were told, and a few more things that happen in a
 * car park and are no story. It is told last; where no other story was told before, there is nothing to compare.
 */
export const eventCatalog = journey('the catalog of events is what flows', (open) => {
  let town: Town;
  let hasStories: boolean;
  beforeAll(async () => {
    town = open();
    hasStories = (await typesIn(town)).has('parking.vehicle.parked.v1');
  });

  it('what else happens: a car is repainted, charging rests, plans change, a gate tells how it does', async ({
    skip,
  }) => {
    skip(!hasStories, 'No other story was told in this town.');
    await whatElse(town);
  });

  it('nothing flows that the catalog does not have, and all of it flows, but for what has a reason', async ({
    skip,
  }) => {
    skip(!hasStories, 'No other story was told in this town.');
    const certain = [...catalog.keys()].filter((type) => !Object.hasOwn(chance, type));
    const expected = certain.filter((type) => !Object.hasOwn(unheard, type));
    const flowed = await typesIn(town, expected);
    expect([...flowed].filter((type) => !catalog.has(type))).toEqual([]);
    const missing = certain.filter((type) => !flowed.has(type));
    expect(missing.sort()).toEqual(Object.keys(unheard).sort());
  });
});

let attempts = 0;

/** Things that happen every day, and of which no other story tells. */
async function whatElse(town: Town): Promise<void> {
  // Who tries once more comes with other cars.
  attempts += 1;
  const plate = (car: number) => `DD-EC ${attempts}${car}`;
  const [site, driver] = await Promise.all([
    chargingSite(town),
    town.driver(plate(1), { isElectric: true, connectorTypes: ['IEC_62196_T2_COMBO'] }),
  ]);
  await Promise.all([
    repaint(town, driver),
    telemetry(town, site),
    plansChange(town, site, driver, plate(1)),
    renovate(town, site),
  ]);
  const at = new AtSite(town, site);
  const stay = await at.arrives(plate(1), 60);
  const session = await at.plugsIn(stay, 55);
  await at.reads(session, [55, 0, 40], [45, 5_000, 50]);
  for (const [name, minutes] of [
    ['pauseCharging', 40],
    ['resumeCharging', 30],
  ] as const) {
    const rested = await town.do(
      name,
      {
        sessionId: session,
        idempotencyKey: once(),
        at: new Date(Date.now() - minutes * 60_000).toISOString(),
      },
      '',
      site.device,
    );
    expect(rested['message']).toBeUndefined();
  }
  // With this one four of four places are taken.
  for (const car of [2, 3, 4]) {
    const isElectric = car === 2;
    const parked = await town.park(site.facilityId, plate(car), site.device, { isElectric });
    expect(parked['__typename']).toBe('VehicleParked');
  }
  await forgetMeNot(town, driver);
}

/** A driver reads what they were told, and their car has another colour. */
async function repaint(town: Town, driver: Person): Promise<void> {
  const { myVehicles } = await town.must(
    `{ myVehicles(first: 1) { edges { node { id } } } }`,
    {},
    driver,
  );
  const vehicleId = myVehicles.edges[0].node.id as string;
  const updated = await town.do('updateVehicle', { vehicleId, colour: 'green' }, '', driver);
  expect(updated['__typename']).toBe('VehicleUpdated');
}

async function telemetry(
  town: Town,
  { facilityId, operator, device }: ChargingSite,
): Promise<void> {
  const registered = await heardWhile(['NotFound'], 'a gate is registered', () =>
    town.do(
      'registerDevice',
      { facilityId, kind: 'GATE', name: 'Entry', idempotencyKey: once() },
      '... on DeviceRegistered { device { id } }',
      operator,
    ),
  );
  const deviceId = registered['device'].id as string;
  const at = new Date().toISOString();
  const readings = [{ deviceId, metric: 'HEARTBEAT', at, value: 1 }];
  const taken = await town.do(
    'ingestTelemetry',
    { readings },
    '... on TelemetryIngested { acceptedCount }',
    device,
  );
  expect(taken).toMatchObject({ acceptedCount: 1 });
}

/** A reservation gets another window, and is called off. */
async function plansChange(
  town: Town,
  { facilityId, operator }: ChargingSite,
  driver: Person,
  registration: string,
): Promise<void> {
  await heardWhile(['NotFound'], 'terms are set', () =>
    town.do('setBookingTerms', { facilityId, ...terms }, '', operator),
  );
  const tomorrow = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 24 * 3_600_000;
  const window = (hours: number) => ({
    startsAt: new Date(tomorrow + hours * 3_600_000).toISOString(),
    endsAt: new Date(tomorrow + (hours + 1) * 3_600_000).toISOString(),
  });
  const created = await heardWhile(['NotFound', 'NotPermitted'], 'a slot is held', () =>
    town.do(
      'createReservation',
      { facilityId, registration, idempotencyKey: once(), ...window(0) },
      '... on ReservationCreated { reservation { id } }',
      driver,
    ),
  );
  const reservationId = created['reservation'].id as string;
  await heardWhile(['ReservationNotReady'], 'the slot is booked', () =>
    town.do('confirmReservation', { reservationId }, '', driver),
  );
  const changed = await town.do('changeReservation', { reservationId, ...window(3) }, '', driver);
  expect(changed['__typename']).toBe('ReservationChanged');
  const reason = 'Rain.';
  const cancelled = await town.do('cancelReservation', { reservationId, reason }, '', driver);
  expect(cancelled['__typename']).toBe('ReservationCancelled');
}

/** A facility gets another name and has another one closed beside it; a station is looked after. */
async function renovate(
  town: Town,
  { facilityId, stationId, operator }: ChargingSite,
): Promise<void> {
  const named = await town.do(
    'updateFacility',
    { facilityId, name: `Renamed ${once()}` },
    '',
    operator,
  );
  expect(named['__typename']).toBe('FacilityUpdated');
  const other = await town.facility(operator, {
    name: `Closed ${once()}`,
    slots: { 'STANDARD ICE': 1 },
  });
  const closed = await town.do(
    'setFacilityStatus',
    { facilityId: other, status: 'MAINTENANCE', reason: 'Paint.' },
    '',
    operator,
  );
  expect(closed['message']).toBeUndefined();
  for (const status of ['MAINTENANCE', 'IN_SERVICE']) {
    await town.do('setStationStatus', { stationId, status, reason: 'Cables.' }, '', operator);
  }
}

/** A driver reads their notices, asks to be forgotten while their car is inside, and changes their mind. */
async function forgetMeNot(town: Town, driver: Person): Promise<void> {
  const ids = await eventually('the driver was told something', async () => {
    const { myNotices } = await town.must(
      `{ myNotices(first: 5) { edges { node { id } } } }`,
      {},
      driver,
    );
    const found = (myNotices.edges as { node: Data }[]).map(({ node }) => node['id'] as string);
    return found.length > 0 && found;
  });
  await town.do('markNoticesRead', { ids }, '', driver);

  const asked = await town.do(
    'requestErasure',
    { idempotencyKey: once() },
    '... on ErasureRequested { erasure { id } }',
    driver,
  );
  const erasureId = asked['erasure'].id as string;
  const answers = [...catalog.keys()].filter((type) => type.endsWith('.person.answered.v1'));
  await typesIn(town, answers);
  const withdrawn = await town.do('withdrawErasure', { erasureId }, '', driver);
  expect(withdrawn['__typename']).toBe('ErasureWithdrawn');
}

const terms = {
  ...{ isOffered: true, horizonDays: 30, minMinutes: 30, maxMinutes: 720, stepMinutes: 15 },
  ...{ changeUntilMinutes: 60, cancelUntilMinutes: 60, earlyArrivalMinutes: 15 },
  ...{ noShowMinutes: 30, lateStayMinutes: 15, holdSeconds: 300, bookingFee: '1.50' },
  ...{ cancellationFee: '2.00', noShowFee: '5.00', taxPercent: '19' },
};

/** How long types may still be on their way: relays and rules look once a second or two. */
const patienceMs = 45_000;

/** Every type in the streams of a town; waits a little while some are missing that are expected. */
async function typesIn(town: Town, expected: readonly string[] = []): Promise<ReadonlySet<string>> {
  const connection = await connect({ servers: town.stack.natsUrl });
  try {
    const jsm = await jetstreamManager(connection);
    const contexts = new Set([...catalog.keys()].map((type) => type.split('.')[0] ?? ''));
    const deadline = Date.now() + patienceMs;
    return await eventually(
      'the streams are read',
      async () => {
        const types = new Set<string>();
        for (const context of contexts) {
          const { state } = await jsm.streams.info(context.toUpperCase(), { subjects_filter: '>' });
          for (const subject of Object.keys(state.subjects ?? {})) {
            types.add(subject.split('.').slice(0, 4).join('.'));
          }
        }
        const isAll = expected.every((type) => types.has(type));
        return (isAll || Date.now() > deadline) && types;
      },
      patienceMs,
    );
  } finally {
    await connection.close();
  }
}
