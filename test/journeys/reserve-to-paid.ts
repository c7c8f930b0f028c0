import { beforeAll, expect, it } from 'vitest';
import { AtCalendar, windowIn } from '../support/booking.js';
import {
  AtSite,
  chargingSite,
  heardWhile,
  plainPlan,
  type ChargingSite,
} from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { journey } from '../support/journey.js';
import type { Person, Town } from '../support/town.js';

const registration = 'DD-RS 1';

export const reserveToPaid = journey('from reservation to paid invoice', (open) => {
  let town: Town;
  let site: ChargingSite;
  let at: AtSite;
  let calendar: AtCalendar;
  let driver: Person;
  beforeAll(async () => {
    town = open();
    const plan = { ...plainPlan, overlap: { parkingShareWhileCharging: '1' } };
    site = await chargingSite(town, { exitPayment: 'PAY_PRIOR_TO_EXIT', plan });
    at = new AtSite(town, site);
    calendar = new AtCalendar(town, site.facilityId);
    driver = await town.driver(registration, {
      isElectric: true,
      connectorTypes: ['IEC_62196_T2_COMBO'],
      batteryWh: 58_000,
    });
    await calendar.terms({ bookingFee: '1.19', noShowMinutes: 1 }, site.operator);
  });

  /** An electric vehicle without a reservation at the gate. */
  const walksIn = (plate: string, more: Record<string, unknown> = {}) =>
    town.park(site.facilityId, plate, site.device, { isElectric: true, ...more });

  it('price → reserve → confirmed live → arrive in exactly that slot → charge → leave → one invoice → paid', async () => {
    const window = windowIn(50, 60);
    const offer = await eventually('reservations know slots and prices', async () => {
      const found = await calendar.availability({ ...window, isElectric: true }, driver);
      return found['freeSlots'] === 2 && found['estimate'].parking !== null && found;
    });
    expect(offer).toMatchObject({
      isAvailable: true,
      obstacle: null,
      estimate: { total: { amount: '3.19', currency: 'EUR' }, bookingFee: { amount: '1.19' } },
    });

    const { reservation } = await calendar.reserves(registration, window, driver);
    expect(reservation).toMatchObject({ status: 'PENDING', confirmationCode: null });
    const { slot, id } = reservation as { slot: { id: string }; id: string };
    const updates = calendar.follows(id, driver);
    const shows = async (status: string): Promise<Data> => {
      const { reservationUpdates } = await updates.until(
        ({ reservationUpdates: update }) => update.status === status,
      );
      return reservationUpdates as Data;
    };
    await shows('PENDING');
    const confirmed = await calendar.confirms(id, driver);
    expect(confirmed).toMatchObject({
      __typename: 'ReservationConfirmed',
      reservation: { confirmationCode: expect.stringMatching(/^[0-9B-Z]{8}$/) },
    });
    await shows('CONFIRMED');

    // From here on the slot is kept: who comes by gets another one, or none.
    await eventually('the slot is kept', async () => {
      const { slots } = await town.must(
        `query ($facilityId: ID!) { slots(facilityId: $facilityId, filter: { status: RESERVED }, first: 5) { edges { node { id } } } }`,
        { facilityId: site.facilityId },
        site.operator,
      );
      return (slots.edges as Data[]).some(({ node }) => node.id === slot.id);
    });
    expect(await walksIn('DD-WI 1', { slotId: slot.id })).toMatchObject({
      __typename: 'SlotTaken',
    });
    const other = await walksIn('DD-WI 1');
    expect(other).toMatchObject({ __typename: 'VehicleParked', slot: { kind: 'EV' } });
    expect(other['slot'].id).not.toBe(slot.id);
    expect(await walksIn('DD-WI 2')).toMatchObject({ __typename: 'FacilityFull' });

    // The camera at the gate was offline for a while, and knows nothing but the plate.
    const fiftyMinutesAgo = new Date(Date.now() - 50 * 60_000).toISOString();
    const parked = await town.park(site.facilityId, registration, site.device, {
      at: fiftyMinutesAgo,
    });
    expect(parked).toMatchObject({ __typename: 'VehicleParked', slot: { id: slot.id } });
    const stay = parked['session'].id as string;
    expect(await shows('FULFILLED')).toMatchObject({
      reservation: {
        parkingSession: { id: stay },
        charges: [{ kind: 'RESERVATION', amount: { amount: '1.19', currency: 'EUR' } }],
      },
    });
    await updates.close();

    const charger = site.chargers.findIndex(({ slotId }) => slotId === slot.id);
    const session = await at.plugsIn(stay, 45, charger);
    await at.reads(session, [45, 0, 40], [30, 5_000, 50], [15, 10_000, 60]);
    expect(await at.unplugs(session, 15)).toMatchObject({ session: { status: 'COMPLETED' } });

    // Billing learns of the reservation, as of the charge, by events.
    await town.takenIn('reservations', 'charging');
    const { invoice } = await at.settles(stay, driver);
    const lines = invoice.lines as { kind: string; inclTax: string }[];
    const sum = (wanted: string) =>
      lines
        .filter(({ kind }) => kind === wanted)
        .reduce((total, { inclTax }) => total + Number(inclTax), 0);
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(
      new Set(['CHARGING', 'PARKING', 'RESERVATION']),
    );
    expect(sum('RESERVATION')).toBeCloseTo(1.19, 6);
    expect(sum('PARKING')).toBeCloseTo(2, 6);
    expect(sum('CHARGING')).toBeCloseTo(5.95, 6);
    expect(invoice.total).toEqual({ amount: '9.14', currency: 'EUR' });

    expect(await at.pays(invoice.id, 'tok_ok', driver)).toMatchObject({
      __typename: 'PaymentReceived',
    });
    const left = await heardWhile(['PaymentRequired'], 'the exit opens', () => at.leaves(stay));
    expect(left).toMatchObject({ __typename: 'VehicleLeft' });
    const documents = await at.billed(stay);
    expect(documents).toMatchObject([
      { kind: 'INVOICE', status: 'PAID', owed: { amount: '0.00' } },
    ]);
  });

  it('the stay knows its reservation and the person theirs; a stranger sees neither', async () => {
    const query = `{ me { customer { id reservations(first: 5) { edges { node {
      id status registration parkingSession { id reservation { id confirmationCode } } } } } } } }`;
    const { me } = await town.must(query, {}, driver);
    const [{ node }] = me.customer.reservations.edges;
    expect(node).toMatchObject({
      status: 'FULFILLED',
      parkingSession: { reservation: { id: node.id } },
    });
    const stranger = await town.driver();
    const seen = await town.must(
      `query ($id: ID!) { reservation(id: $id) { id } }`,
      { id: node.id },
      stranger,
    );
    expect(seen).toEqual({ reservation: null });
    const refused = await calendar.reserves(registration, windowIn(600, 60), stranger);
    expect(refused).toMatchObject({ __typename: 'NotPermitted' });
  });
});
