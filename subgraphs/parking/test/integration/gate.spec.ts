import { accountsEvents, facilitiesEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver, gate, operator, otherDriver, partner, stranger } from '../support/actors.js';
import { newKey, runParking, vehicleSnapshot, type RunningParking } from '../support/running.js';

describe('the gate', () => {
  let parking: RunningParking;
  beforeAll(async () => {
    parking = await runParking();
  });
  afterAll(() => parking.stop());

  it('gives the slot nearest to the entrance that fits best, and tells the world', async () => {
    const facilityId = await parking.facility();
    await parking.layOut(facilityId, [
      { pattern: 'L-#', from: 1, to: 1, size: 'LARGE', kind: 'ICE', distanceMetres: 1 },
      {
        pattern: 'S-#',
        from: 1,
        to: 2,
        size: 'STANDARD',
        kind: 'ICE',
        distanceMetres: 9,
        distanceStepMetres: -2,
      },
    ]);
    const parked = await parking.park({ facilityId, registration: 'dd-np 1', colour: 'Blue' });

    expect(parked).toMatchObject({
      __typename: 'VehicleParked',
      session: { registration: 'DDNP1' },
      slot: { number: 'S-2', size: 'STANDARD' },
    });
    const events = (await parking.outbox()).filter(({ data }) => data['facilityId'] === facilityId);
    expect(events.map(({ type, aggregate_version: version }) => [type, version])).toEqual([
      ['parking.slots.laid_out.v1', 1],
      ['parking.vehicle.parked.v1', 1],
      ['parking.slot.occupied.v1', 2],
    ]);
    expect(events[2]?.data).toMatchObject({
      slotNumber: 'S-2',
      levelName: 'P0',
      previous: 'AVAILABLE',
      status: 'OCCUPIED',
      counts: [
        { size: 'STANDARD', kind: 'ICE', total: 2, free: 1, occupied: 1 },
        { size: 'LARGE', kind: 'ICE', total: 1, free: 1, occupied: 0 },
      ],
    });
  });

  it('lets a vehicle out by its registration and says how long it stayed', async () => {
    const facilityId = await parking.carPark(1);
    const at = new Date(Date.now() - 5_400_000).toISOString();
    await parking.park({ facilityId, registration: 'DD LV 1', at });
    const left = await parking.leave({ registration: 'dd-lv-1' });
    expect(left).toMatchObject({
      __typename: 'VehicleLeft',
      session: { status: 'CLOSED', end: 'LEFT' },
    });
    expect(left['duration']).toMatch(/^PT1H30M/);
    expect(await parking.leave({ registration: 'DDLV1' })).toMatchObject({
      __typename: 'NotParked',
    });
    expect(await parking.park({ facilityId, registration: 'DD LV 2' })).toMatchObject({
      __typename: 'VehicleParked',
    });
  });

  it('lets a vehicle out by its session and by its slot, once', async () => {
    const facilityId = await parking.carPark(2);
    const one = await parking.park({ facilityId, registration: 'DDLS1' });
    const two = await parking.park({ facilityId, registration: 'DDLS2' });
    const { id: sessionId } = one['session'] as { id: string };
    const { id: slotId } = two['slot'] as { id: string };
    expect(await parking.leave({ sessionId })).toMatchObject({ __typename: 'VehicleLeft' });
    expect(await parking.leave({ sessionId })).toMatchObject({ __typename: 'NotParked' });
    expect(await parking.leave({ slotId })).toMatchObject({ __typename: 'VehicleLeft' });
    expect(await parking.leave({ slotId })).toMatchObject({ __typename: 'NotParked' });
    expect(await parking.leave({ slotId, sessionId })).toMatchObject({
      __typename: 'InvalidInput',
    });
    expect(await parking.leave({ slotId: 'nowhere' })).toMatchObject({ __typename: 'NotFound' });
  });

  it('answers a repeated request as it did the first time, and refuses another under its key', async () => {
    const facilityId = await parking.carPark(3);
    const input = { facilityId, registration: 'DDIK1', idempotencyKey: newKey() };
    const first = await parking.park(input);
    expect(await parking.park(input)).toEqual(first);
    expect(await parking.park({ ...input, registration: 'DDIK2' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
    const out = { registration: 'DDIK1', idempotencyKey: newKey() };
    const left = await parking.leave(out);
    expect(await parking.leave(out)).toEqual(left);
    const rows = await parking.sql('SELECT FROM parking_session WHERE facility_id = $1', [
      facilityId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('knows one place a vehicle in the whole network, and tells where to those who may know', async () => {
    const here = await parking.carPark(1);
    const there = await parking.carPark(1, { tenantId: 'tenant-two' });
    await parking.park({ facilityId: here, registration: 'DDOP1' });
    const elsewhere = await parking.park({ facilityId: there, registration: 'DD OP 1' }, stranger);
    expect(elsewhere).toMatchObject({
      __typename: 'VehicleAlreadyParked',
      facility: null,
      since: null,
    });
    const again = await parking.park({ facilityId: here, registration: 'DDOP1' }, operator);
    expect(again).toMatchObject({ __typename: 'VehicleAlreadyParked', facility: { id: here } });
  });

  it('sends a vehicle that finds no slot to the nearest facility that has one for it', async () => {
    const full = await parking.carPark(1, { latitude: 40, longitude: 10 });
    await parking.park({ facilityId: full, registration: 'DDFL1' });
    const near = { latitude: 40.001, longitude: 10 };
    await parking.carPark(1, { ...near, status: 'MAINTENANCE' });
    // Open for a minute in three days; days count from 1, a Monday.
    const day = ((new Date().getUTCDay() + 2) % 7) + 1;
    const closed = [{ day, opens: '00:00', closes: '00:01' }];
    await parking.carPark(1, { ...near, openingPeriods: closed });
    const third = await parking.carPark(1, { latitude: 40.01, longitude: 10 });
    await parking.carPark(1, { latitude: 40.02, longitude: 10 });
    expect(await parking.park({ facilityId: full, registration: 'DDFL2' })).toMatchObject({
      __typename: 'FacilityFull',
      alternative: { id: third },
      alternativeDistanceMetres: 1112,
    });
    const electric = { facilityId: full, registration: 'DDFL3', isElectric: true };
    expect(await parking.park(electric)).toMatchObject({
      __typename: 'FacilityFull',
      alternative: null,
    });
  });

  it('heeds the status of the facility as its context tells it, whatever arrives first', async () => {
    const facilityId = await parking.carPark(1);
    const closed = {
      facilityId,
      tenantId: 'tenant-one',
      previous: 'ACTIVE',
      reason: null,
    } as const;
    const { facilityStatusChanged } = facilitiesEvents;
    await parking.hears(facilityStatusChanged, { ...closed, status: 'INACTIVE' }, 3);
    await parking.hears(facilityStatusChanged, { ...closed, status: 'ACTIVE' }, 2);
    expect(await parking.park({ facilityId, registration: 'DDST1' })).toMatchObject({
      __typename: 'FacilityClosed',
      opensAt: null,
    });
  });

  it('lets drivers park and let out their own vehicles only', async () => {
    const facilityId = await parking.carPark(3);
    await parking.hears(accountsEvents.vehicleUpdated, vehicleSnapshot({ registration: 'DDOWN1' }));
    const input = { facilityId, registration: 'DD-OWN 1', size: null };
    expect(await parking.park(input, otherDriver)).toMatchObject({ __typename: 'NotPermitted' });
    expect(await parking.park(input, partner).catch(() => 'forbidden')).toBe('forbidden');
    expect(await parking.park(input, driver)).toMatchObject({ __typename: 'VehicleParked' });
    const out = { registration: 'DDOWN1' };
    expect(await parking.leave(out, otherDriver)).toMatchObject({ __typename: 'NotPermitted' });
    expect(await parking.leave(out, stranger)).toMatchObject({ __typename: 'NotParked' });
    expect(await parking.leave(out, driver)).toMatchObject({ __typename: 'VehicleLeft' });
  });

  it('refuses a named slot that is taken, does not fit or is elsewhere', async () => {
    const facilityId = await parking.carPark(2);
    const first = await parking.park({ facilityId, registration: 'DDNS1' });
    const { id: slotId } = first['slot'] as { id: string };
    const taken = await parking.park({ facilityId, registration: 'DDNS2', slotId });
    expect(taken).toMatchObject({ __typename: 'SlotTaken', slot: { id: slotId } });
    await parking.leave({ slotId });
    const large = await parking.park({ facilityId, registration: 'DDNS3', slotId, size: 'LARGE' });
    expect(large).toMatchObject({ __typename: 'SlotNotFit', reason: 'TOO_SMALL' });
    const elsewhere = await parking.carPark(1);
    const foreign = await parking.park({ facilityId: elsewhere, registration: 'DDNS4', slotId });
    expect(foreign).toMatchObject({ __typename: 'NotFound', entity: 'Slot' });
    expect(await parking.park({ facilityId, registration: 'DDNS5', slotId })).toMatchObject({
      __typename: 'VehicleParked',
      slot: { id: slotId },
    });
  });

  it('refuses what cannot be a registration, a time or a facility', async () => {
    const facilityId = await parking.carPark(1);
    expect(await parking.park({ facilityId, registration: '!' })).toMatchObject({
      __typename: 'MalformedRegistration',
    });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect(await parking.park({ facilityId, registration: 'DDTT1', at })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'at',
    });
    expect(
      await parking.park({ facilityId: 'nowhere', registration: 'DDTT1' }, gate),
    ).toMatchObject({
      __typename: 'NotFound',
      entity: 'Facility',
    });
  });
});
