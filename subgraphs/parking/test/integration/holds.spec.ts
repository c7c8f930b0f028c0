import { chargingEvents } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant, driver, stranger, tenantId } from '../support/actors.js';
import { expectConsistency } from '../support/invariants.js';
import { runParking, type RunningParking } from '../support/running.js';

const plate = (written: string) => written.replaceAll(/[^A-Z0-9]/g, '');

describe('slots that are kept for vehicles', () => {
  let parking: RunningParking;
  let now = new Date('2026-05-04T10:00:00Z');
  beforeAll(async () => {
    parking = await runParking({ clock: { now: () => now } });
  });
  afterAll(() => parking.stop());

  const minutesOn = (count: number) => new Date(now.getTime() + count * 60_000);

  /** A facility with slots for electric vehicles; their ids by number, the nearest first. */
  async function chargingPark(slots: number) {
    const facilityId = await parking.facility();
    await parking.layOut(facilityId, [
      {
        pattern: 'E-##',
        from: 1,
        to: slots,
        size: 'STANDARD',
        kind: 'EV',
        distanceMetres: 1,
        distanceStepMetres: 1,
      },
    ]);
    const rows = await parking.sql<{ id: string }>(
      'SELECT id FROM slot WHERE facility_id = $1 ORDER BY number',
      [facilityId],
    );
    return { facilityId, slotIds: rows.map(({ id }) => id) };
  }

  const entry = (facilityId: string, registration: string) => ({
    entryId: newId(),
    facilityId,
    tenantId,
    registration: plate(registration),
    customerId: null,
    offerId: newId(),
    connectorId: newId(),
  });

  /** Somebody takes a connector from the queue. */
  async function taken(facilityId: string, slotId: string, registration: string) {
    const offer = { ...entry(facilityId, registration), slotId };
    const event = { ...offer, until: minutesOn(10).toISOString() };
    await parking.hears(chargingEvents.offerTaken, event);
    return {
      offerId: offer.offerId,
      again: () => parking.hears(chargingEvents.offerTaken, event),
      release: (outcome: 'FULFILLED' | 'EXPIRED' | 'WITHDRAWN') =>
        parking.hears(chargingEvents.offerReleased, { ...offer, outcome }),
    };
  }

  const park = (facilityId: string, registration: string, more: object = {}) =>
    parking.park({ facilityId, registration, isElectric: true, ...more });

  const eventsOf = async (offerId: string) =>
    (await parking.outbox())
      .filter(({ data }) => data['sourceId'] === offerId)
      .map(({ type, data, aggregate_version: version }) => [
        type.split('.')[2],
        version,
        data['outcome'] ?? data['reason'] ?? null,
      ]);

  const slotOf = async (slotId: string, actor = attendant) =>
    (
      await parking.data<{ slot: Record<string, unknown> }>(
        'query ($id: ID!) { slot(id: $id) { status hold { kind registration until } } }',
        { id: slotId },
        actor,
      )
    ).slot;

  it('are given to their vehicle first and to nobody else', async () => {
    const { facilityId, slotIds } = await chargingPark(2);
    const [near = '', far = ''] = slotIds;
    const { offerId } = await taken(facilityId, far, 'KEPT 1');
    expect(await slotOf(far)).toEqual({
      status: 'RESERVED',
      hold: { kind: 'CHARGING_OFFER', registration: 'KEPT1', until: minutesOn(10).toISOString() },
    });
    expect(await park(facilityId, 'OTHER 1', { slotId: far })).toMatchObject({
      __typename: 'SlotTaken',
      slot: { id: far },
    });
    const status = await parking.setSlotStatus(far, 'MAINTENANCE');
    expect(status).toMatchObject({ __typename: 'SlotInUse' });

    expect(await park(facilityId, 'OTHER 1')).toMatchObject({ slot: { id: near } });
    expect(await park(facilityId, 'OTHER 2')).toMatchObject({ __typename: 'FacilityFull' });
    // The gate knows the registration and no more.
    expect(await parking.park({ facilityId, registration: 'KEPT-1', size: null })).toMatchObject({
      slot: { id: far, kind: 'EV' },
    });
    expect(await eventsOf(offerId)).toEqual([
      ['held', 1, null],
      ['hold_ended', 2, 'ARRIVED'],
    ]);
    expect(await slotOf(far)).toEqual({ status: 'OCCUPIED', hold: null });
    await expectConsistency(parking);
  });

  it('publish each change of the slot with exact counts, from first to last', async () => {
    const { facilityId, slotIds } = await chargingPark(10);
    await taken(facilityId, slotIds[3] ?? '', 'COUNT 1');
    await park(facilityId, 'COUNT 1');
    const changes = (await parking.outbox()).filter(
      ({ aggregate_id: id, type }) => id === facilityId && type.startsWith('parking.slot.'),
    );
    expect(
      changes.map(({ type, data, aggregate_version: version }) => [
        type,
        version,
        data['previous'],
        data['status'],
        (data['counts'] as { free: number; reserved: number; occupied: number }[]).map(
          ({ free, reserved, occupied }) => [free, reserved, occupied],
        )[0],
      ]),
    ).toEqual([
      ['parking.slot.status_changed.v1', 2, 'AVAILABLE', 'RESERVED', [9, 1, 0]],
      ['parking.slot.occupied.v1', 3, 'RESERVED', 'OCCUPIED', [9, 0, 1]],
    ]);
  });

  it('are refused where somebody stands, and heeded once', async () => {
    const { facilityId, slotIds } = await chargingPark(1);
    const [slotId = ''] = slotIds;
    await park(facilityId, 'WALKIN 1');
    const refused = await taken(facilityId, slotId, 'LATE 1');
    expect(await eventsOf(refused.offerId)).toEqual([['hold_refused', 1, 'OCCUPIED']]);
    await parking.leave({ slotId });
    await refused.again();
    expect(await eventsOf(refused.offerId)).toHaveLength(1);
    expect(await slotOf(slotId)).toMatchObject({ status: 'AVAILABLE' });
  });

  it('have served their purpose at once when the vehicle stands there', async () => {
    const { facilityId, slotIds } = await chargingPark(2);
    const [near = '', far = ''] = slotIds;
    await park(facilityId, 'THERE 1');
    const there = await taken(facilityId, near, 'THERE 1');
    expect(await eventsOf(there.offerId)).toEqual([
      ['held', 1, null],
      ['hold_ended', 2, 'ARRIVED'],
    ]);
    // Elsewhere in the facility it has to come over: leave, and enter again.
    const elsewhere = await taken(facilityId, far, 'THERE 1');
    expect(await eventsOf(elsewhere.offerId)).toEqual([['held', 1, null]]);
    await parking.leave({ registration: 'THERE 1' });
    expect(await park(facilityId, 'THERE 1')).toMatchObject({ slot: { id: far } });
    await expectConsistency(parking);
  });

  it('are free again when given back, and after their time by themselves', async () => {
    const { facilityId, slotIds } = await chargingPark(2);
    const [near = '', far = ''] = slotIds;
    const back = await taken(facilityId, near, 'BACK 1');
    await back.release('WITHDRAWN');
    await back.release('WITHDRAWN');
    expect(await eventsOf(back.offerId)).toEqual([
      ['held', 1, null],
      ['hold_ended', 2, 'RELEASED'],
    ]);

    const live = parking.subscribe(
      'subscription ($id: ID!) { slotAvailability(facilityId: $id) { totals { free reserved } } }',
      { id: facilityId },
    );
    const forgotten = await taken(facilityId, far, 'FORGOT 1');
    const until = async (free: number) => {
      for (;;) {
        const { value } = await live.next();
        // What has ended answers at once, and would be asked for ever.
        if (value?.data == null) throw new Error(JSON.stringify(value?.errors));
        const { totals } = value.data['slotAvailability'] as { totals: { free: number } };
        if (totals.free === free) return;
      }
    };
    await until(1);
    now = minutesOn(10);
    await until(2);
    await live.return?.();
    expect(await eventsOf(forgotten.offerId)).toEqual([
      ['held', 1, null],
      ['hold_ended', 2, 'EXPIRED'],
    ]);
    await forgotten.release('EXPIRED');
    expect(await eventsOf(forgotten.offerId)).toHaveLength(2);
    await expectConsistency(parking);
  });

  it('go to whoever commits first: the hold or the driver at the gate', async () => {
    const { facilityId, slotIds } = await chargingPark(12);
    const results = await Promise.all(
      slotIds.map(async (slotId, index) => {
        const [walkIn, hold] = await Promise.all([
          park(facilityId, `RACE ${index}W`, { slotId }),
          taken(facilityId, slotId, `RACE ${index}H`),
        ]);
        return { walkIn, outcome: (await eventsOf(hold.offerId))[0]?.[0] };
      }),
    );
    for (const { walkIn, outcome } of results) {
      const won = walkIn.__typename === 'VehicleParked';
      expect([walkIn.__typename, outcome]).toEqual(
        won ? ['VehicleParked', 'hold_refused'] : ['SlotTaken', 'held'],
      );
    }
    await expectConsistency(parking);
  });

  it('end once when the vehicle arrives as its time is up', async () => {
    const { facilityId, slotIds } = await chargingPark(12);
    const offers = await Promise.all(
      slotIds.map((slotId, index) => taken(facilityId, slotId, `EDGE ${index}`)),
    );
    const arrivals = await Promise.all(
      offers.map(async ({ release }, index) => {
        const [parked] = await Promise.all([
          park(facilityId, `EDGE ${index}`),
          release('WITHDRAWN'),
        ]);
        return parked;
      }),
    );
    for (const arrival of arrivals) expect(arrival.__typename).toBe('VehicleParked');
    for (const { offerId } of offers) {
      const [, end, ...more] = await eventsOf(offerId);
      expect(['ARRIVED', 'RELEASED']).toContain(end?.[2]);
      expect(more).toEqual([]);
    }
    await expectConsistency(parking);
  });

  it('lets no wave of drivers into a slot that is kept', async () => {
    const { facilityId, slotIds } = await chargingPark(20);
    const [keptIds, rest] = [slotIds.slice(0, 5), 15];
    await Promise.all(keptIds.map((id, index) => taken(facilityId, id, `MINE ${index}`)));
    const wave = await Promise.all([
      ...Array.from({ length: 40 }, (_, index) => park(facilityId, `WAVE ${index}`)),
      ...keptIds.map((_, index) => park(facilityId, `MINE ${index}`)),
    ]);
    const parked = wave.filter(({ __typename }) => __typename === 'VehicleParked');
    expect(parked).toHaveLength(rest + keptIds.length);
    const own = wave.slice(40).map(({ slot }) => (slot as { id: string } | undefined)?.id);
    expect(own).toEqual(keptIds);
    await expectConsistency(parking);
  });

  it('tells strangers nothing of who a slot is kept for', async () => {
    const { facilityId, slotIds } = await chargingPark(1);
    const [slotId = ''] = slotIds;
    await taken(facilityId, slotId, 'SECRET 1');
    const hidden = await parking.ask(
      'query ($id: ID!) { slot(id: $id) { hold { registration } } }',
      { id: slotId },
      stranger,
    );
    expect(JSON.stringify(hidden)).not.toContain('SECRET1');
    const denied = await parking.ask(
      'query ($id: ID!) { slot(id: $id) { hold { registration } } }',
      { id: slotId },
      driver,
    );
    expect(denied.errors?.length).toBeGreaterThan(0);
  });
});
