import { parkingEvents } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  attendant,
  driver,
  foreigner,
  newRegistration,
  operator,
  runReservations,
  stranger,
  tenantId,
  type RunningReservations,
} from '../support/running.js';

describe('reservations', () => {
  let running: RunningReservations;
  let now = new Date('2026-05-04T08:00:00Z');
  beforeAll(async () => {
    running = await runReservations({ clock: { now: () => now } });
  });
  afterAll(() => running.stop());
  beforeEach(() => {
    now = new Date('2026-05-04T08:00:00Z');
  });

  const window = { startsAt: '2026-05-04T12:00:00.000Z', endsAt: '2026-05-04T14:00:00.000Z' };
  const patience = { timeout: 20_000 };
  const statusOf = async (id: string) =>
    (await running.sql<{ status: string }>('SELECT status FROM reservation WHERE id = $1', [id]))[0]
      ?.status;
  const becomes = (id: string, status: string) =>
    vi.waitFor(async () => expect(await statusOf(id)).toBe(status), patience);

  /** A reservation that parking has agreed to and that is confirmed. */
  async function confirmed(facilityId: string, registration = newRegistration()) {
    const created = await running.create({ facilityId, registration, ...window });
    const id = created.reservation?.id ?? '';
    await running.parkingSays(id, 'ACCEPTED');
    const result = await running.mutate('confirmReservation', { reservationId: id });
    expect(result).toMatchObject({ __typename: 'ReservationConfirmed' });
    return { id, registration };
  }

  const holdOf = async (id: string, facilityId: string, registration: string) => {
    const [row] = await running.sql<{ booking_id: string; slot_id: string }>(
      'SELECT booking_id, slot_id FROM reservation WHERE id = $1',
      [id],
    );
    return {
      ...{ holdId: newId(), kind: 'RESERVATION' as const, sourceId: row?.booking_id ?? '' },
      ...{ facilityId, tenantId, slotId: row?.slot_id ?? '', registration },
      until: '2026-05-04T12:30:00.000Z',
    };
  };

  it('are held, agreed, confirmed, opened and fulfilled by the vehicle that comes', async () => {
    const { facilityId } = await running.facility(1);
    const { id, registration } = await confirmed(facilityId);
    now = new Date('2026-05-04T11:45:00Z');
    await vi.waitFor(async () => {
      const types = (await running.outbox(id)).map(({ type }) => type.split('.')[2]);
      expect(types).toEqual(['created', 'confirmed', 'window_opened']);
    }, patience);
    const { slotId } = await holdOf(id, facilityId, registration);
    const sessionId = newId();
    await running.hears(parkingEvents.vehicleParked, {
      ...{ sessionId, facilityId, tenantId, slotId, slotNumber: 'A-001', slotKind: 'ICE' },
      ...{ registration, customerId: null, vehicleSize: 'STANDARD', isElectric: false },
      ...{ enteredAt: '2026-05-04T11:50:00.000Z', promisedUntil: '2026-05-04T13:50:00.000Z' },
    });
    const outbox = await running.outbox(id);
    expect(outbox.at(-1)).toMatchObject({
      type: 'reservations.reservation.fulfilled.v1',
      data: { parkingSessionId: sessionId, status: 'FULFILLED' },
    });
    expect(outbox.map((row) => Number(row.aggregate_version))).toEqual([1, 2, 3, 4]);
  });

  it('expire by themselves when nobody confirms them, and their slot is free again', async () => {
    const { facilityId } = await running.facility(1);
    const first = await running.create({ facilityId, registration: newRegistration(), ...window });
    const refused = await running.create({
      ...{ facilityId, registration: newRegistration(), ...window },
    });
    expect(refused).toMatchObject({
      __typename: 'SlotUnavailable',
      nextWindow: { startsAt: '2026-05-04T14:30:00.000Z', endsAt: '2026-05-04T16:30:00.000Z' },
    });
    now = new Date('2026-05-04T08:10:00Z');
    await becomes(first.reservation?.id ?? '', 'EXPIRED');
    const second = await running.create({ facilityId, registration: newRegistration(), ...window });
    expect(second).toMatchObject({ __typename: 'ReservationCreated' });
  });

  it('wait for parking before they are confirmed', async () => {
    const { facilityId } = await running.facility(1);
    const { reservation } = await running.create({
      ...{ facilityId, registration: newRegistration(), ...window },
    });
    const result = await running.mutate('confirmReservation', { reservationId: reservation?.id });
    expect(result).toMatchObject({ __typename: 'ReservationNotReady' });
  });

  it('move to another slot when parking refuses one, and come to nothing without any', async () => {
    const { facilityId } = await running.facility(2);
    const { reservation } = await running.create({
      ...{ facilityId, registration: newRegistration(), ...window },
    });
    const id = reservation?.id ?? '';
    const earlier = await running.parkingSays(id, 'OCCUPIED');
    const [moved] = await running.sql('SELECT slot_number FROM reservation WHERE id = $1', [id]);
    expect([reservation?.slotNumber, moved?.['slot_number']]).toEqual(['A-001', 'A-002']);
    // What parking says of a slot that it has left long ago is none of its business.
    await running.hears(parkingEvents.bookingRefused, { ...earlier, reason: 'OCCUPIED' });
    expect(await statusOf(id)).toBe('PENDING');
    await running.parkingSays(id, 'OCCUPIED');
    expect(await statusOf(id)).toBe('REJECTED');
  });

  it('that nobody comes for cost the fee of their own terms', async () => {
    const { facilityId } = await running.facility(1);
    const fees = { bookingFee: '1.50', cancellationFee: '2.00', noShowFee: '5.00' };
    const terms = {
      ...{ isOffered: true, horizonDays: 30, minMinutes: 30, maxMinutes: 480, stepMinutes: 15 },
      ...{ changeUntilMinutes: 60, cancelUntilMinutes: 60, earlyArrivalMinutes: 15 },
      ...{ noShowMinutes: 30, lateStayMinutes: 15, holdSeconds: 600, taxPercent: '19' },
    };
    const shown = '__typename ... on BookingTermsSet { terms { noShowFee { amount currency } } }';
    const set = await running.mutate(
      'setBookingTerms',
      { facilityId, ...terms, ...fees },
      operator,
      shown,
    );
    expect(set).toMatchObject({ terms: { noShowFee: { amount: '5.00', currency: 'EUR' } } });
    const { id, registration } = await confirmed(facilityId);
    now = new Date('2026-05-04T12:30:00Z');
    const hold = await holdOf(id, facilityId, registration);
    await running.hears(parkingEvents.holdEnded, { ...hold, outcome: 'EXPIRED' });
    expect((await running.outbox(id)).at(-1)).toMatchObject({
      type: 'reservations.reservation.no_show.v1',
      data: { charges: [{ kind: 'PENALTY', reason: 'NO_SHOW', amount: '5.00' }] },
    });
    // Called off in time: free; late: for the fee.
    for (const [at, amounts] of [
      ['2026-05-04T11:00:00Z', []],
      ['2026-05-04T11:00:01Z', ['2.00']],
    ] as const) {
      now = new Date('2026-05-04T08:00:00Z');
      const other = await confirmed(facilityId);
      now = new Date(at);
      const { reservation } = await running.mutate('cancelReservation', {
        ...{ reservationId: other.id, reason: 'Another plan' },
      });
      expect(reservation?.status).toBe('CANCELED');
      expect(reservation?.charges.map(({ amount }) => amount.amount)).toEqual(amounts);
    }
  });

  it('are changed within their terms, and keep what they have when there is nothing else', async () => {
    const { facilityId } = await running.facility(1);
    const { id } = await confirmed(facilityId);
    const later = { startsAt: '2026-05-04T12:30:00.000Z', endsAt: '2026-05-04T14:30:00.000Z' };
    expect(
      await running.mutate('changeReservation', { reservationId: id, ...later }),
    ).toMatchObject({ reservation: { ...later, status: 'CONFIRMED' } });
    const other = await running.create({
      ...{ facilityId, registration: newRegistration() },
      ...{ startsAt: '2026-05-04T16:00:00.000Z', endsAt: '2026-05-04T18:00:00.000Z' },
    });
    expect(other).toMatchObject({ __typename: 'ReservationCreated' });
    const blocked = { reservationId: id, endsAt: '2026-05-04T16:30:00.000Z' };
    expect(await running.mutate('changeReservation', blocked)).toMatchObject({
      __typename: 'SlotUnavailable',
    });
    now = new Date('2026-05-04T11:31:00Z');
    expect(
      await running.mutate('changeReservation', { reservationId: id, ...window }),
    ).toMatchObject({ __typename: 'ReservationClosed' });
  });

  it('are one at a time of a vehicle, wherever; those behind each other are several', async () => {
    const [here, there] = [await running.facility(3), await running.facility(1)];
    const registration = newRegistration();
    const book = (facilityId: string, startsAt: string, endsAt: string) =>
      running.create({ facilityId, registration, startsAt, endsAt });
    const { reservation } = await book(here.facilityId, window.startsAt, window.endsAt);
    const [from, to] = ['2026-05-04T13:45:00.000Z', '2026-05-04T15:00:00.000Z'];
    for (const { facilityId } of [here, there]) {
      expect(await book(facilityId, from, to)).toMatchObject({
        ...{ __typename: 'InvalidInput', field: 'startsAt' },
      });
    }
    const next = await book(there.facilityId, window.endsAt, to);
    expect(next).toMatchObject({ __typename: 'ReservationCreated' });
    // It moves within its own window, and not into that of the other.
    const change = (endsAt: string) =>
      running.mutate('changeReservation', { reservationId: reservation?.id, endsAt });
    expect(await change(from)).toMatchObject({ __typename: 'ReservationChanged' });
    expect(await change(to)).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('are one of a vehicle that is booked for at two facilities at once', async () => {
    const facilities = [await running.facility(1), await running.facility(1)];
    const registration = newRegistration();
    const results = await Promise.all(
      facilities.map(({ facilityId }) => running.create({ facilityId, registration, ...window })),
    );
    expect(results.map(({ __typename: type }) => type).toSorted()).toEqual([
      'InvalidInput',
      'ReservationCreated',
    ]);
  });

  it('are made by drivers for their own vehicles, seen by their own people alone', async () => {
    const { facilityId } = await running.facility(2);
    const registration = newRegistration();
    await running.vehicle(registration, 'customer-one');
    const input = { facilityId, registration, ...window };
    expect(await running.create(input, stranger)).toMatchObject({ __typename: 'NotPermitted' });
    expect(await running.create(input, foreigner)).toMatchObject({ __typename: 'NotPermitted' });
    const { reservation } = await running.create(input, driver);
    const query = 'query ($id: ID!) { reservation(id: $id) { id } }';
    for (const [actor, seen] of [
      [driver, true],
      [attendant, true],
      [stranger, false],
      [foreigner, false],
    ] as const) {
      const found = await running.data<{ reservation: object | null }>(
        query,
        { id: reservation?.id },
        actor,
      );
      expect(found.reservation !== null).toBe(seen);
    }
  });
});
