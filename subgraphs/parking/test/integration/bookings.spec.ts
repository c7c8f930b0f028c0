import { reservationsEvents, type DataOf } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../src/domain/limits.js';
import { tenantId } from '../support/actors.js';
import { expectConsistency } from '../support/invariants.js';
import { runParking, type RunningParking } from '../support/running.js';

type Reservation = DataOf<typeof reservationsEvents.reservationCreated>;

let plates = 0;
const plate = () => `BK${String((plates += 1)).padStart(6, '0')}`;

describe('slots that are booked', () => {
  const start = new Date('2026-05-04T10:00:00Z');
  let parking: RunningParking;
  let now = start;
  beforeAll(async () => {
    parking = await runParking({ clock: { now: () => now } });
  });
  afterAll(() => parking.stop());
  beforeEach(() => {
    now = start;
  });

  const minutesOn = (count: number) => new Date(start.getTime() + count * 60_000).toISOString();

  async function facilityWith(slots: number) {
    const facilityId = await parking.facility();
    const range = { pattern: 'A-##', from: 1, to: slots, size: 'STANDARD', kind: 'ICE' };
    await parking.layOut(facilityId, [{ ...range, distanceMetres: 1, distanceStepMetres: 1 }]);
    const rows = await parking.sql<{ id: string }>(
      'SELECT id FROM slot WHERE facility_id = $1 ORDER BY number',
      [facilityId],
    );
    return { facilityId, slotIds: rows.map(({ id }) => id) };
  }

  /** A reservation whose window begins some minutes from the start, as its context tells of it. */
  const reservationOf = (
    facilityId: string,
    slotId: string,
    fromMinutes: number,
    registration = plate(),
  ): Reservation => ({
    ...{ reservationId: newId(), bookingId: newId(), facilityId, tenantId, slotId },
    ...{ slotNumber: 'A-01', customerId: null, registration, vehicleSize: 'STANDARD' },
    ...{ isElectric: false, status: 'CONFIRMED' },
    startsAt: minutesOn(fromMinutes),
    opensAt: minutesOn(fromMinutes),
    noShowAt: minutesOn(fromMinutes + 30),
    endsAt: minutesOn(fromMinutes + 60),
    keptUntil: minutesOn(fromMinutes + 75),
    ...{ holdExpiresAt: null, confirmationCode: null, parkingSessionId: null, reason: null },
    charges: [],
  });
  const { reservationCreated, reservationChanged, reservationWindowOpened, reservationNoShow } =
    reservationsEvents;

  const answerTo = async (bookingId: string) =>
    (await parking.outbox())
      .filter(({ type, data }) => type.includes('.booking.') && data['bookingId'] === bookingId)
      .map(({ type, data }) => data['reason'] ?? type.split('.')[2]);

  const park = (facilityId: string, registration = plate(), more: object = {}) =>
    parking.park({ facilityId, registration, ...more });

  it('are not given to those who come without a reservation within the time that is promised to them', async () => {
    const { facilityId, slotIds } = await facilityWith(2);
    const [near = '', far = ''] = slotIds;
    const soon = reservationOf(facilityId, near, 119);
    const late = reservationOf(facilityId, far, 120);
    for (const one of [soon, late]) await parking.hears(reservationCreated, one);
    expect([await answerTo(soon.bookingId), await answerTo(late.bookingId)]).toEqual([
      ['accepted'],
      ['accepted'],
    ]);
    expect(await park(facilityId, plate(), { slotId: near })).toMatchObject({
      __typename: 'SlotTaken',
    });
    expect(await park(facilityId)).toMatchObject({ __typename: 'VehicleParked' });
    const [row] = await parking.sql('SELECT status FROM slot WHERE id = $1', [far]);
    expect(row).toEqual({ status: 'OCCUPIED' });
    expect(await park(facilityId)).toMatchObject({ __typename: 'FacilityFull' });
    await expectConsistency(parking);
  });

  it('are refused where somebody was promised the slot already', async () => {
    const { facilityId, slotIds } = await facilityWith(1);
    const [slotId = ''] = slotIds;
    await park(facilityId);
    const soon = reservationOf(facilityId, slotId, 119);
    const late = reservationOf(facilityId, slotId, 120);
    for (const one of [soon, soon, late]) await parking.hears(reservationCreated, one);
    expect(await answerTo(soon.bookingId)).toEqual(['PROMISED_TO_ANOTHER']);
    expect(await answerTo(late.bookingId)).toEqual(['accepted']);
  });

  it('are refused from now on where somebody stands longer than was promised, and not from later on', async () => {
    const { facilityId, slotIds } = await facilityWith(1);
    const [slotId = ''] = slotIds;
    await park(facilityId);
    now = new Date(start.getTime() + 180 * 60_000);
    const atOnce = reservationOf(facilityId, slotId, 180);
    const later = reservationOf(facilityId, slotId, 181);
    for (const one of [atOnce, later]) await parking.hears(reservationCreated, one);
    expect(await answerTo(atOnce.bookingId)).toEqual(['PROMISED_TO_ANOTHER']);
    expect(await answerTo(later.bookingId)).toEqual(['accepted']);
  });

  it('are kept when their window opens, for the vehicle that booked and for no other', async () => {
    const { facilityId, slotIds } = await facilityWith(1);
    const [slotId = ''] = slotIds;
    const booked = reservationOf(facilityId, slotId, 0);
    await parking.hears(reservationCreated, booked);
    await parking.hears(reservationWindowOpened, booked, 2);
    expect(await park(facilityId)).toMatchObject({ __typename: 'FacilityFull' });
    expect(await park(facilityId, booked.registration)).toMatchObject({
      __typename: 'VehicleParked',
    });
    const [hold] = await parking.sql('SELECT kind, status FROM slot_hold WHERE source_id = $1', [
      booked.bookingId,
    ]);
    expect(hold).toEqual({ kind: 'RESERVATION', status: 'ARRIVED' });
    await expectConsistency(parking);
  });

  it('are free again when the reservation moves elsewhere or nobody comes', async () => {
    const { facilityId, slotIds } = await facilityWith(2);
    const [near = '', far = ''] = slotIds;
    const booked = reservationOf(facilityId, near, 30);
    await parking.hears(reservationCreated, booked);
    const moved = { ...booked, bookingId: newId(), slotId: far };
    await parking.hears(reservationChanged, moved, 2);
    const bookedFrom = () =>
      parking.sql(
        'SELECT booked_from IS NOT NULL AS booked FROM slot WHERE id = ANY ($1) ORDER BY number',
        [slotIds],
      );
    expect(await bookedFrom()).toEqual([{ booked: false }, { booked: true }]);
    await parking.hears(reservationWindowOpened, moved, 3);
    await parking.hears(reservationNoShow, moved, 4);
    expect(await bookedFrom()).toEqual([{ booked: false }, { booked: false }]);
    const statuses = await parking.sql('SELECT DISTINCT status FROM slot WHERE facility_id = $1', [
      facilityId,
    ]);
    expect(statuses).toEqual([{ status: 'AVAILABLE' }]);
    await expectConsistency(parking);
  });

  it('are never promised twice, whoever is faster: the one at the gate or the one who books', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 40; round += 1) {
      const { facilityId, slotIds } = await facilityWith(1);
      const [slotId = ''] = slotIds;
      const booked = reservationOf(facilityId, slotId, 60);
      const atTheGate = () => park(facilityId);
      const booking = () => parking.hears(reservationCreated, booked);
      const [first, second] = round % 2 === 0 ? [atTheGate, booking] : [booking, atTheGate];
      // At first one after the other, so that each is faster once; then at once.
      const results =
        round < 2 ? [await first(), await second()] : await Promise.all([first(), second()]);
      const parked = results.some((result) => result?.__typename === 'VehicleParked');
      const [answer] = await answerTo(booked.bookingId);
      // Exactly one of the two has the slot's minutes from the window on.
      expect({ parked, answer }).toEqual(
        parked
          ? { parked: true, answer: 'PROMISED_TO_ANOTHER' }
          : { parked: false, answer: 'accepted' },
      );
      outcomes.add(parked ? 'gate' : 'booking');
    }
    expect(outcomes.size).toBe(2);
  });

  it('are forgotten with their holds when they have long been over, and those still planned are not', async () => {
    const { facilityId, slotIds } = await facilityWith(3);
    const [over, planned, refused] = slotIds.map((id) => reservationOf(facilityId, id, 0));
    if (over === undefined || planned === undefined || refused === undefined) throw new Error();
    await parking.setSlotStatus(refused.slotId, 'MAINTENANCE');
    for (const one of [over, planned, refused]) await parking.hears(reservationCreated, one);
    await parking.hears(reservationWindowOpened, over);
    now = new Date(minutesOn(90));
    await parking.hears(reservationNoShow, { ...over, status: 'NO_SHOW' });
    const left = async () => {
      const rows = await parking.sql<{ id: string }>(
        `SELECT id FROM slot_booking WHERE facility_id = $1
         UNION ALL SELECT source_id FROM slot_hold WHERE facility_id = $1`,
        [facilityId],
      );
      return rows.map(({ id }) => id).toSorted();
    };
    const of = (...all: Reservation[]) => all.map(({ bookingId }) => bookingId).toSorted();
    const forgetAt = (minute: number) =>
      parking.forgets(new Date(new Date(minutesOn(minute)).getTime() + limits.retentionMs));
    expect(await left()).toEqual(of(over, over, planned, refused));
    await forgetAt(75);
    expect(await left()).toEqual(of(over, over, planned, refused));
    // The windows were over after 75 minutes, the hold ended after 90.
    await forgetAt(76);
    expect(await left()).toEqual(of(over, planned));
    await forgetAt(91);
    expect(await left()).toEqual(of(planned));
  });
});
