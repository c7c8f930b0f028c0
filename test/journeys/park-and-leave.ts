import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { type Town, type Person } from '../support/town.js';

export const parkAndLeave = journey('a driver parks and leaves', (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  let facilityId = '';
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City Parking');
    facilityId = await town.facility(operator, {
      name: 'Altmarkt',
      slots: { 'STANDARD ICE': 3, 'STANDARD EV': 1 },
    });
  });

  it('sign up → register a vehicle → park → the count falls live → leave → it rises again', async () => {
    const driver = await town.driver('DD-AB 123', { make: 'VW', colour: 'blue' });
    const board = town.watch(facilityId);
    const first = await board.until((data) => data['slotAvailability'].kind === 'SNAPSHOT');
    expect(first['slotAvailability']).toMatchObject({
      facility: { name: 'Altmarkt' },
      totals: { total: 4, free: 4, occupied: 0 },
      changedSlot: null,
    });

    expect(await town.park(facilityId, 'dd ab123', driver)).toMatchObject({
      __typename: 'VehicleParked',
    });
    const fallen = await board.until((data) => data['slotAvailability'].totals.free === 3);
    expect(fallen['slotAvailability']).toMatchObject({
      kind: 'CHANGE',
      facility: { name: 'Altmarkt' },
      changedSlot: { number: 'A-001', status: 'OCCUPIED' },
    });

    const { vehicle } = await town.must(
      `query { vehicle(registration: "DD AB 123") {
         owner { displayName } currentSession { slot { number } facility { name } } } }`,
      {},
      driver,
    );
    expect(vehicle).toEqual({
      owner: { displayName: 'Ada' },
      currentSession: { slot: { number: 'A-001' }, facility: { name: 'Altmarkt' } },
    });

    const left = await town.leave('DD-AB-123', driver);
    expect(left).toMatchObject({
      __typename: 'VehicleLeft',
      duration: expect.stringMatching(/^PT/),
    });
    await board.until(
      (data) =>
        data['slotAvailability'].kind === 'CHANGE' && data['slotAvailability'].totals.free === 4,
    );
    // Snapshot first, then each change once and in order.
    const versions = board.frames.map(
      (frame) => frame.data?.['slotAvailability'].version as number,
    );
    expect(versions).toEqual(versions.map((_, index) => (versions[0] ?? 0) + index));
    await board.close();
  });

  it('one query crosses the contexts of a facility', async () => {
    const { facility } = await town.must(
      `query ($id: ID!) { facility(id: $id) { name isOpen occupancy { totals { free } counts { size kind free } } } }`,
      { id: facilityId },
    );
    expect(facility).toMatchObject({
      name: 'Altmarkt',
      isOpen: true,
      occupancy: { totals: { free: 4 } },
    });
  });

  it('refuses in types: twice the same vehicle, malformed plate, wrong kind of slot, nobody inside', async () => {
    const parked = await town.park(facilityId, 'DD-XY 1', operator);
    expect(parked['__typename']).toBe('VehicleParked');
    expect(await town.park(facilityId, 'dd xy 1', operator)).toMatchObject({
      __typename: 'VehicleAlreadyParked',
    });
    expect(await town.park(facilityId, '!!', operator)).toMatchObject({
      __typename: 'MalformedRegistration',
    });
    expect(await town.park('nowhere', 'DD-XY 2', operator)).toMatchObject({
      __typename: 'NotFound',
    });
    expect(await town.leave('DD-ZZ 9', operator)).toMatchObject({ __typename: 'NotParked' });
    await town.leave('DD-XY 1', operator);
  });

  it('a stranger may neither park nor see whose vehicle it is', async () => {
    const anonymous = await town.ask(
      `mutation ($input: ParkVehicleInput!) { parkVehicle(input: $input) { __typename } }`,
      { input: { facilityId, registration: 'DD-AB 1', idempotencyKey: 'x' } },
    );
    expect(anonymous.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const stranger = await town.driver();
    expect(await town.park(facilityId, 'DD-AB 123', stranger)).toMatchObject({
      __typename: 'NotPermitted',
    });
    const seen = await town.must(`{ vehicle(registration: "DD-AB 123") { id } }`, {}, stranger);
    expect(seen).toEqual({ vehicle: null });
  });
});
