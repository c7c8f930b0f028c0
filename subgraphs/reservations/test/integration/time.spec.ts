import { accountsEvents, parkingEvents } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forgetPast } from '../../src/application/forget-past.js';
import { limits } from '../../src/domain/limits.js';
import { usualTerms } from '../../src/domain/terms.js';
import {
  newRegistration,
  runReservations,
  tenantId,
  type RunningReservations,
} from '../support/running.js';

describe('what time does to reservations', () => {
  let running: RunningReservations;
  let now = new Date('2026-10-24T08:00:00Z');
  beforeAll(async () => {
    running = await runReservations({ clock: { now: () => now } });
  });
  afterAll(() => running.stop());

  const patience = { timeout: 20_000 };
  const shown = async (id: string) =>
    (
      await running.sql<{ status: string; reason: string | null; charges: unknown[] }>(
        'SELECT status, reason, charges FROM reservation WHERE id = $1',
        [id],
      )
    )[0];
  const becomes = (id: string, status: string) =>
    vi.waitFor(async () => expect(await shown(id)).toMatchObject({ status }), patience);

  /** A facility with terms of its own. */
  async function facilityOn(terms: object, slots = 1): Promise<string> {
    const { facilityId } = await running.facility(slots);
    const { __typename: set } = await running.mutate('setBookingTerms', {
      ...{ facilityId, ...usualTerms, ...terms },
    });
    expect(set).toBe('BookingTermsSet');
    return facilityId;
  }
  const book = (facilityId: string, startsAt: string, endsAt: string) =>
    running.create({ facilityId, registration: newRegistration(), startsAt, endsAt });

  it('takes an hour that clocks show twice for two, and one that they skip for none', async () => {
    now = new Date('2026-10-24T08:00:00Z');
    const exact = { earlyArrivalMinutes: 0, lateStayMinutes: 0, horizonDays: 365 };
    const facilityId = await facilityOn(exact);
    // In the night to 25 October the clock shows 02:00 to 03:00 in Berlin from 00:00Z on, and again from 01:00Z on.
    for (const [from, to] of [
      ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'],
      ['2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
      // Over midnight, up to the first of them.
      ['2026-10-24T21:00:00Z', '2026-10-25T00:00:00Z'],
      // 01:00 to 04:00 on 28 March 2027, when clocks go forward: two hours.
      ['2027-03-28T00:00:00Z', '2027-03-28T02:00:00Z'],
    ] as const) {
      const { __typename: type } = await book(facilityId, from, to);
      expect({ from, type }).toEqual({ from, type: 'ReservationCreated' });
    }
    expect(await book(facilityId, '2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z')).toMatchObject({
      ...{ __typename: 'SlotUnavailable' },
      nextWindow: { startsAt: '2026-10-25T02:00:00.000Z', endsAt: '2026-10-25T03:00:00.000Z' },
    });
  });

  it('holds nothing for longer than anybody could come', async () => {
    now = new Date('2026-05-04T08:00:00Z');
    const facilityId = await facilityOn({ holdSeconds: 3_600, noShowMinutes: 5 });
    const { reservation } = await book(facilityId, '2026-05-04T08:15:00Z', '2026-05-04T09:15:00Z');
    const id = reservation?.id ?? '';
    await running.parkingSays(id, 'ACCEPTED');
    now = new Date('2026-05-04T08:20:00Z');
    const late = await running.mutate('confirmReservation', { reservationId: id });
    expect(late).toMatchObject({ __typename: 'ReservationClosed' });
    await becomes(id, 'EXPIRED');
    expect(await shown(id)).toMatchObject({ charges: [] });
  });

  it('costs nobody a fee whose slot was not kept in time', async () => {
    now = new Date('2026-05-04T08:00:00Z');
    // Another slot would be free, and be kept too late as well.
    const facilityId = await facilityOn({ noShowFee: '5.00', bookingFee: '1.00' }, 2);
    const { reservation } = await book(facilityId, '2026-05-04T09:00:00Z', '2026-05-04T10:00:00Z');
    const id = reservation?.id ?? '';
    const booking = await running.parkingSays(id, 'ACCEPTED');
    await running.mutate('confirmReservation', { reservationId: id });
    // Nobody told parking of the window before it was too late.
    now = new Date('2026-05-04T09:30:00Z');
    await running.hears(parkingEvents.holdRefused, {
      ...{ holdId: newId(), kind: 'RESERVATION', sourceId: booking.bookingId, facilityId },
      ...{ tenantId, slotId: booking.slotId, registration: 'AB1', reason: 'TOO_LATE' },
      until: '2026-05-04T09:30:00.000Z',
    });
    expect(await shown(id)).toMatchObject({ status: 'REJECTED', charges: [] });
  });

  it('gives nobody a slot at once in which somebody stays longer than was promised', async () => {
    now = new Date('2026-05-04T08:00:00Z');
    const { facilityId, slotIds } = await running.facility(1);
    await running.hears(parkingEvents.vehicleParked, {
      ...{ sessionId: newId(), facilityId, tenantId, slotId: slotIds[0] ?? '' },
      ...{ slotNumber: 'A-001', slotKind: 'ICE', registration: newRegistration() },
      ...{ customerId: null, vehicleSize: 'STANDARD', isElectric: false },
      enteredAt: '2026-05-04T05:00:00.000Z',
      promisedUntil: '2026-05-04T07:00:00.000Z',
    });
    // By the usual terms the vehicle would be let in from this instant on.
    expect(await book(facilityId, '2026-05-04T08:15:00Z', '2026-05-04T09:15:00Z')).toMatchObject({
      ...{ __typename: 'SlotUnavailable' },
      nextWindow: { startsAt: '2026-05-04T08:30:00.000Z' },
    });
    expect(await book(facilityId, '2026-05-04T08:30:00Z', '2026-05-04T09:30:00Z')).toMatchObject({
      __typename: 'ReservationCreated',
    });
  });

  it('takes a silence of parking for a no-show after a while, and not before', async () => {
    now = new Date('2026-05-04T08:00:00Z');
    const facilityId = await facilityOn({ noShowFee: '5.00' });
    const { reservation } = await book(facilityId, '2026-05-04T09:00:00Z', '2026-05-04T10:00:00Z');
    const id = reservation?.id ?? '';
    await running.parkingSays(id, 'ACCEPTED');
    await running.mutate('confirmReservation', { reservationId: id });
    now = new Date('2026-05-04T09:34:59Z');
    await vi.waitFor(
      async () => expect((await running.outbox(id)).at(-1)?.type).toContain('window_opened'),
      patience,
    );
    expect(await shown(id)).toMatchObject({ status: 'CONFIRMED' });
    now = new Date('2026-05-04T09:35:00Z');
    await becomes(id, 'NO_SHOW');
    expect(await shown(id)).toMatchObject({ charges: [{ kind: 'PENALTY', amount: '5.00' }] });
  });

  it('forgets stays that are over and vehicles that are in use no more, each in its time', async () => {
    const seen = new Date('2026-05-04T08:00:00Z');
    const after = (ms: number) => new Date(seen.getTime() + ms);
    now = seen;
    const { facilityId, slotIds } = await running.facility(2);
    const stayOf = (registration: string) => ({
      ...{ sessionId: newId(), facilityId, tenantId, slotId: slotIds[0] ?? '' },
      ...{ slotNumber: 'A-001', slotKind: 'ICE' as const, registration, customerId: null },
      ...{ vehicleSize: 'STANDARD' as const, isElectric: false },
      enteredAt: seen.toISOString(),
    });
    const [gone, here] = [stayOf(newRegistration()), stayOf(newRegistration())];
    const promisedUntil = after(7_200_000).toISOString();
    for (const one of [gone, here]) {
      await running.hears(parkingEvents.vehicleParked, { ...one, promisedUntil });
    }
    await running.hears(parkingEvents.vehicleLeft, {
      ...{ ...gone, leftAt: after(60_000).toISOString(), durationSeconds: 60 },
    });
    const vehicles = await Promise.all(
      [true, false].map(async (active) => {
        const vehicle = {
          ...{ vehicleId: newId(), registration: newRegistration(), customerId: 'customer-one' },
          ...{ size: 'STANDARD' as const, isElectric: false, make: null, model: null },
          ...{ colour: null, previousCustomerId: null },
        };
        await running.hears(accountsEvents.vehicleLinked, { ...vehicle, active });
        return vehicle.vehicleId;
      }),
    );
    const known = async () => {
      const ids = [gone.sessionId, here.sessionId, ...vehicles];
      const rows = await running.sql<{ id: string }>(
        `SELECT id FROM stay WHERE id = ANY ($1) UNION ALL SELECT id FROM vehicle WHERE id = ANY ($1)`,
        [ids],
      );
      return ids.map((id) => rows.some((row) => row.id === id));
    };
    expect(await known()).toEqual([true, true, true, true]);
    // Events of vehicles are told now, as the machine's clock has it.
    const round = (at: Date) =>
      forgetPast({ clock: { now: () => at }, transact: running.transact })();
    await round(after(60_000 + limits.retentionMs));
    expect(await known()).toEqual([true, true, true, true]);
    await round(after(60_001 + limits.retentionMs));
    expect(await known()).toEqual([false, true, true, true]);
    await round(new Date(Date.now() + limits.retentionMs + 60_000));
    expect(await known()).toEqual([false, true, true, false]);
  });
});
