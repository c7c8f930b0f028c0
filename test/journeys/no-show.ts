import { beforeAll, expect, it } from 'vitest';
import { AtCalendar, windowIn } from '../support/booking.js';
import { AtSite, chargingSite, type ChargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { journey } from '../support/journey.js';
import { listen } from '../support/published.js';
import { once, type Person, type Town } from '../support/town.js';

const registration = 'DD-NS 1';
const waiting = 'DD-NS 2';
const electric = {
  isElectric: true,
  connectorTypes: ['IEC_62196_T2_COMBO'],
  batteryWh: 58_000,
};

/** The reservation's window begins in so long: time to book, and for another to queue up before nobody comes. */
const beginsInSeconds = 40;

export const noShow = journey('nobody comes for a reservation', (open) => {
  let town: Town;
  let site: ChargingSite;
  let calendar: AtCalendar;
  let driver: Person;
  let other: Person;
  beforeAll(async () => {
    town = open();
    site = await chargingSite(town);
    calendar = new AtCalendar(town, site.facilityId);
    driver = await town.driver(registration, electric);
    other = await town.driver(waiting, electric);
    // Who reserves is let in before the window; who is not there when it begins has not come.
    await calendar.terms({ noShowMinutes: 0, noShowFee: '5.95' }, site.operator);
    // One of the two chargers serves somebody else.
    const at = new AtSite(town, site);
    await at.plugsIn(await at.arrives('DD-NS 3', 0), 0);
    await eventually('reservations know the slots, and who has one', async () => {
      const found = await calendar.availability({ ...windowIn(60, 60), isElectric: true }, driver);
      return found['freeSlots'] === 1;
    });
  });

  it('kept → given up → fee → invoice → notice → the slot goes to whoever waits for a charger', async () => {
    const places = town.watch(site.facilityId);
    await places.until(({ slotAvailability: { kind } }) => kind === 'SNAPSHOT');
    const published = await listen(town.stack.natsUrl, 'parking');
    const { reservation } = await calendar.reserves(
      registration,
      windowIn(beginsInSeconds, 60),
      driver,
    );
    const { id, slot } = reservation as { id: string; slot: { id: string } };
    const updates = calendar.follows(id, driver);
    await calendar.confirms(id, driver);
    await updates.until(({ reservationUpdates: { status } }) => status === 'CONFIRMED');
    expect(await published.heard('parking.slot.held.v1', site.facilityId)).toMatchObject({
      kind: 'RESERVATION',
      slotId: slot.id,
    });
    await published.close();

    // What is kept for one is not offered to another.
    expect(slot.id).toBe(site.chargers[1]?.slotId);
    await town.takenIn('parking');
    const joined = await town.do(
      'joinChargingQueue',
      { facilityId: site.facilityId, registration: waiting, idempotencyKey: once() },
      '... on ChargingQueueJoined { entry { id status position } }',
      other,
    );
    expect(joined).toMatchObject({ entry: { status: 'WAITING', position: 1 } });
    const queue = town.subscribe(
      `subscription ($entryId: ID!) { queuePosition(entryId: $entryId) {
         status offer { id slot { id } } } }`,
      { entryId: joined['entry'].id },
      other,
    );

    const { reservationUpdates } = await updates.until(
      ({ reservationUpdates: { status } }) => status === 'NO_SHOW',
      beginsInSeconds * 1_000,
    );
    expect(reservationUpdates.reservation).toMatchObject({
      charges: [{ kind: 'PENALTY', amount: { amount: '5.95', currency: 'EUR' } }],
      parkingSession: null,
    });
    await updates.close();
    await places.until(
      ({ slotAvailability: { kind, changedSlot } }) =>
        kind === 'CHANGE' && changedSlot?.status === 'AVAILABLE',
    );
    await places.close();

    const invoice = await eventually('the fee is billed', async () => {
      const { myInvoices } = await town.must(
        `{ myInvoices(first: 5) { edges { node {
             kind purpose status registration total { amount currency } tax { amount }
             lines { kind description } } } } }`,
        {},
        driver,
      );
      return (myInvoices.edges as Data[])[0]?.node as Data | undefined;
    });
    expect(invoice).toMatchObject({
      kind: 'INVOICE',
      purpose: 'RESERVATION',
      status: 'ISSUED',
      registration: 'DDNS1',
      total: { amount: '5.95', currency: 'EUR' },
      tax: { amount: '0.95' },
      lines: [{ kind: 'PENALTY' }],
    });

    const notice = await eventually('the person is told', async () => {
      const { myNotices } = await town.must(
        `{ myNotices(first: 20) { edges { node { kind text facility { id } } } } }`,
        {},
        driver,
      );
      return (myNotices.edges as Data[])
        .map(({ node }) => node as Data)
        .find(({ kind }) => kind === 'RESERVATION_NO_SHOW');
    });
    expect(notice).toMatchObject({ facility: { id: site.facilityId } });
    expect(notice['text']).toMatch(/5[.,]95/);

    const { queuePosition } = await queue.until(
      ({ queuePosition: { status } }) => status === 'OFFERED',
    );
    expect(queuePosition.offer.slot.id).toBe(slot.id);
    const taken = await town.do(
      'acceptOffer',
      { offerId: queuePosition.offer.id },
      '... on OfferAccepted { entry { status } }',
      other,
    );
    expect(taken).toMatchObject({ __typename: 'OfferAccepted', entry: { status: 'TAKEN' } });
    await queue.close();
  });

  it('what nobody came for can be called off no more', async () => {
    const { reservations } = await town.must(
      `{ reservations(first: 5) { edges { node { id status } } } }`,
      {},
      driver,
    );
    const [{ node }] = reservations.edges;
    expect(node).toMatchObject({ status: 'NO_SHOW' });
    const cancelled = await town.do(
      'cancelReservation',
      { reservationId: node.id, reason: 'Too late' },
      '... on ReservationClosed { status }',
      driver,
    );
    expect(cancelled).toMatchObject({ __typename: 'ReservationClosed', status: 'NO_SHOW' });
  });
});
