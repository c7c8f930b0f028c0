import { beforeAll, expect, it } from 'vitest';
import type { Data } from '../support/client.js';
import { journey } from '../support/journey.js';
import { AtSite, chargingSite, heardWhile, type ChargingSite } from '../support/charging.js';
import { eventually } from '../support/eventually.js';
import { dayAgo } from '../support/figures.js';
import { once, type Person, type Town } from '../support/town.js';

/** Everything that somebody who looks after a facility wants to see at once: seven contexts answer. */
const dashboard = `query Dashboard($id: ID!) {
  facility(id: $id) {
    name
    isOpen
    occupancy { totals { total free occupied } rate }
    nextReservationWindow { startsAt endsAt }
    bookingTerms { isOffered bookingFee { amount currency } }
    stations(first: 5) { edges { node {
      name status
      chargers { label connectors { id type status isAvailable session { registration status progress { energyWh } } } } } } }
    parkingPrice(minutes: 90) { currency inclTax }
    chargingTariff { name summary }
    kpis { revenueToday { amount currency } chargingNow openStays }
    alerts(first: 5, open: true) { edges { node { kind severity message } } }
    occupancyForecast(hours: 24) { points { start } }
  }
}`;

/** Everything that a driver's app wants to see at once: six contexts answer. */
const driverApp = `query DriverApp {
  me {
    displayName
    customer {
      vehicles(first: 5) { edges { node {
        registrationAsWritten
        currentSession {
          enteredAt
          facility { name }
          slot { number }
          estimate { toBeInvoiced { currency } }
        }
        currentCharging { status progress { energyWh socPercent } station { name } }
      } } }
      invoices(first: 5) { edges { node { number status total { amount currency } facility { name } } } }
      reservations(first: 5) { edges { node {
        status registration startsAt endsAt confirmationCode facility { name } charges { amount { amount } } } } }
      notices(first: 20) { edges { node { kind title text facility { name } } } }
      unreadNotices
    }
  }
}`;

export const oneGraph = journey('ten contexts, one graph', (open) => {
  let town: Town;
  let site: ChargingSite;
  let at: AtSite;
  let driver: Person;
  let paid: Data;
  let paidOn: string;
  let booked: Data;
  let charging: string;
  let name: string;

  beforeAll(async () => {
    town = open();
    [site, driver] = await Promise.all([
      chargingSite(town),
      town.driver('DD-OG 1', { isElectric: true, connectorTypes: ['IEC_62196_T2_COMBO'] }),
    ]);
    await town.do(
      'registerVehicle',
      { registration: 'DD-OG 2', idempotencyKey: once() },
      '',
      driver,
    );
    await town.takenIn('accounts');
    at = new AtSite(town, site);
    const { facility } = await town.must(`query ($id: ID!) { facility(id: $id) { name } }`, {
      id: site.facilityId,
    });
    name = facility.name as string;
  });

  /** What the other car paid, unless midnight has passed since. */
  const revenueToday = () => (paidOn === dayAgo(0) ? '1.68' : '0.00');

  /** The facility takes reservations, and the driver has one for tomorrow. */
  async function books(): Promise<Data> {
    await heardWhile(['NotFound'], 'terms are set', () =>
      town.do('setBookingTerms', { facilityId: site.facilityId, ...terms }, '', site.operator),
    );
    const startsAt = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 24 * 3_600_000;
    const created = await heardWhile(['NotFound', 'NotPermitted'], 'a slot is held', () =>
      town.do(
        'createReservation',
        {
          ...{ facilityId: site.facilityId, registration: 'DD-OG 2', idempotencyKey: once() },
          startsAt: new Date(startsAt).toISOString(),
          endsAt: new Date(startsAt + 2 * 3_600_000).toISOString(),
        },
        '... on ReservationCreated { reservation { id } }',
        driver,
      ),
    );
    if (created['__typename'] !== 'ReservationCreated') throw new Error(JSON.stringify(created));
    const confirmed = await heardWhile(['ReservationNotReady'], 'the slot is booked', () =>
      town.do(
        'confirmReservation',
        { reservationId: created['reservation'].id },
        '... on ReservationConfirmed { reservation { startsAt endsAt confirmationCode } }',
        driver,
      ),
    );
    return confirmed['reservation'] as Data;
  }

  it('a car stays and pays, another charges, a slot is booked, staff wants to be told of many cars', async () => {
    const watched = await heardWhile(['NotFound'], 'a rule is kept', () =>
      town.do(
        'saveAlertRule',
        {
          ...{ facilityId: site.facilityId, kind: 'HIGH_OCCUPANCY', threshold: 20, margin: 5 },
          idempotencyKey: once(),
          ...{ holdFor: 'PT0S', severity: 'WARNING', enabled: true },
        },
        '',
        site.operator,
      ),
    );
    expect(watched['__typename']).toBe('AlertRuleSaved');

    const stay = await at.arrives('DD-OG 1', 30);
    charging = await at.plugsIn(stay, 25);
    await at.reads(charging, [25, 0, 40], [15, 9_000, 52]);

    const parked = await town.park(site.facilityId, 'DD-OG 2', site.device);
    const first = parked['session'].id as string;
    const settled = await at.settles(first, driver);
    paid = settled['invoice'] as Data;
    paidOn = dayAgo(0);
    expect(await at.pays(paid['id'] as string, 'tok_ok', driver)).toMatchObject({
      __typename: 'PaymentReceived',
    });
    expect(await town.leave('DD-OG 2', site.device)).toMatchObject({ __typename: 'VehicleLeft' });

    booked = await books();
  });

  it('one query shows a facility: how full, when to book, chargers live, prices, revenue, alerts, forecast', async () => {
    // Each context hears in its own time; what counts is that in the end one answer has it all.
    const { facility } = await eventually('the dashboard is complete', async () => {
      const data = await town.must(dashboard, { id: site.facilityId }, site.operator);
      const { kpis, alerts, stations } = data['facility'];
      const isComplete =
        kpis?.revenueToday.amount === revenueToday() &&
        kpis.chargingNow === 1 &&
        kpis.openStays === 1 &&
        alerts.edges.length > 0 &&
        JSON.stringify(stations).includes('"energyWh":9000');
      return isComplete && data;
    });
    expect(facility).toMatchObject({
      ...{ name, isOpen: true },
      occupancy: { totals: { total: 4, free: 3, occupied: 1 }, rate: 0.25 },
      bookingTerms: { isOffered: true, bookingFee: { amount: '1.50', currency: 'EUR' } },
      // Two hours have begun.
      parkingPrice: { currency: 'EUR', inclTax: expect.stringMatching(/^4(\.0+)?$/) },
      chargingTariff: {
        name: 'Power',
        summary: ['0.5 EUR per kWh plus 19 % tax', expect.anything()],
      },
      kpis: { revenueToday: { currency: 'EUR' }, chargingNow: 1, openStays: 1 },
      alerts: {
        edges: [
          {
            node: {
              ...{ kind: 'HIGH_OCCUPANCY', severity: 'WARNING' },
              // Raised while the other car was inside, or after it: once.
              message: expect.stringMatching(/^(25|50) % taken/),
            },
          },
        ],
      },
      // Nobody can tell what comes after an hour of watching.
      occupancyForecast: null,
    });
    const { startsAt, endsAt } = facility.nextReservationWindow;
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(3_600_000);
    expect(Date.parse(startsAt)).toBeGreaterThan(Date.now() - 60_000);
    const [station] = facility.stations.edges;
    expect(station.node).toMatchObject({ name: 'Fast', status: 'ONLINE' });
    const connectors = (station.node.chargers as Data[]).flatMap(
      (one) => one['connectors'] as Data[],
    );
    expect(connectors).toHaveLength(2);
    expect(connectors.find(({ id }) => id === site.chargers[0]?.connectorId)).toMatchObject({
      ...{ status: 'CHARGING', isAvailable: false },
      session: { registration: 'DDOG1', status: 'ACTIVE', progress: { energyWh: 9_000 } },
    });
    expect(connectors.find(({ id }) => id === site.chargers[1]?.connectorId)).toMatchObject({
      ...{ status: 'AVAILABLE', isAvailable: true, session: null },
    });
  });

  it('one query shows a driver: cars, stay, charge, invoices, reservations, notices', async () => {
    const kindsOf = ({ notices }: Data) =>
      (notices.edges as { node: { kind: string } }[]).map(({ node }) => node.kind).sort();
    const told = [
      ...['CHARGING_PROPOSED', 'CHARGING_STARTED', 'INVOICE_ISSUED', 'INVOICE_PAID'],
      ...['LEFT', 'PARKED', 'PARKED', 'RESERVATION_CONFIRMED'],
    ];
    const { me } = await eventually('the app shows all', async () => {
      const data = await town.must(driverApp, {}, driver);
      return kindsOf(data['me'].customer).length >= told.length && data;
    });
    const { customer } = me;
    expect(me.displayName).toBe('Ada');
    const cars = (customer.vehicles.edges as { node: Data }[]).map(({ node }) => node);
    expect(cars.find((car) => car['registrationAsWritten'] === 'DD-OG 1')).toMatchObject({
      currentSession: {
        facility: { name },
        slot: { number: expect.stringMatching(/^A-/) },
        estimate: { toBeInvoiced: { currency: 'EUR' } },
      },
      currentCharging: {
        ...{ status: 'ACTIVE', progress: { energyWh: 9_000, socPercent: 52 } },
        station: { name: 'Fast' },
      },
    });
    expect(cars.find((car) => car['registrationAsWritten'] === 'DD-OG 2')).toMatchObject({
      ...{ currentSession: null, currentCharging: null },
    });
    const invoices = (customer.invoices.edges as { node: Data }[]).map(({ node }) => node);
    expect(invoices.filter(({ status }) => status !== 'DRAFT')).toEqual([
      {
        ...{ number: paid['number'], status: 'PAID', facility: { name } },
        total: { amount: '2.00', currency: 'EUR' },
      },
    ]);
    expect(customer.reservations.edges).toMatchObject([
      { node: { status: 'CONFIRMED', registration: 'DDOG2', facility: { name }, ...booked } },
    ]);
    expect(kindsOf(customer)).toEqual(told);
    const invoiced = (customer.notices.edges as { node: Data }[]).find(
      ({ node }) => node['kind'] === 'INVOICE_ISSUED',
    );
    expect(invoiced?.node).toMatchObject({
      title: `Invoice ${paid['number']}`,
      text: expect.stringContaining('€2.00'),
      facility: { name },
    });
    expect(customer.unreadNotices).toBe(told.length);
  });

  it('and shows neither what is not for the one who asks', async () => {
    const stranger = await town.driver();
    const asked = await town.ask(dashboard, { id: site.facilityId }, stranger);
    const facility = asked.data?.['facility'] as Data | undefined;
    expect(facility?.['kpis'] ?? null).toBeNull();
    expect(facility?.['alerts'] ?? null).toBeNull();
    expect(JSON.stringify(asked.data ?? {})).not.toContain('DDOG1');
    const { me } = await town.must(driverApp, {}, stranger);
    expect(me.customer).toMatchObject({
      invoices: { edges: [] },
      reservations: { edges: [] },
      notices: { edges: [] },
    });
  });
});

const terms = {
  ...{ isOffered: true, horizonDays: 30, minMinutes: 30, maxMinutes: 720, stepMinutes: 15 },
  ...{ changeUntilMinutes: 60, cancelUntilMinutes: 60, earlyArrivalMinutes: 15 },
  ...{ noShowMinutes: 30, lateStayMinutes: 15, holdSeconds: 300, bookingFee: '1.50' },
  ...{ cancellationFee: '2.00', noShowFee: '5.00', taxPercent: '19' },
};
