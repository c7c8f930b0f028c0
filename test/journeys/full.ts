import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { type Town, type Person } from '../support/town.js';

export const full = journey('a facility fills up', (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City Parking');
  });

  it('the driver who comes too late is told the nearest facility that has room', async () => {
    // Far from the facilities of other stories.
    const small = await town.facility(operator, {
      name: 'Small',
      slots: { 'STANDARD ICE': 1 },
      latitude: 47.05,
    });
    await town.facility(operator, { name: 'Far', slots: { 'STANDARD ICE': 5 }, latitude: 47.2 });
    const near = await town.facility(operator, {
      name: 'Near',
      slots: { 'STANDARD ICE': 5 },
      latitude: 47.06,
    });
    expect(await town.park(small, 'L-1001', operator)).toMatchObject({
      __typename: 'VehicleParked',
    });
    expect(await town.park(small, 'L-1002', operator)).toMatchObject({
      __typename: 'FacilityFull',
      alternative: { id: near, name: 'Near' },
      alternativeDistanceMetres: expect.closeTo(1112, -1),
    });
    // An electric vehicle fits nowhere here: strict facilities keep their kinds apart.
    const electric = await town.park(small, 'L-1003E', operator, { isElectric: true });
    expect(electric).toMatchObject({ __typename: 'FacilityFull' });
    expect(electric['alternative']?.id).not.toBe(near);
  });

  it('200 drivers want 50 slots at once: 50 park, each in a slot of its own, 150 are told it is full', async () => {
    const facilityId = await town.facility(operator, {
      name: 'Rush',
      slots: { 'STANDARD ICE': 50 },
    });
    const board = town.watch(facilityId);
    await board.until((data) => data['slotAvailability'].kind === 'SNAPSHOT');
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        town.park(facilityId, `R-${1000 + index}`, operator),
      ),
    );
    const parked = outcomes.filter((outcome) => outcome['__typename'] === 'VehicleParked');
    const slots = new Set(parked.map((outcome) => outcome['slot'].id as string));
    expect([parked.length, slots.size]).toEqual([50, 50]);
    expect(outcomes.filter((outcome) => outcome['__typename'] === 'FacilityFull')).toHaveLength(
      150,
    );
    const last = await board.until((data) => data['slotAvailability'].totals.free === 0);
    expect(last['slotAvailability'].totals).toEqual({ total: 50, free: 0, occupied: 50 });
    // Every single change was delivered: 50 of them, one after the other.
    expect(
      board.frames
        .map((frame) => frame.data?.['slotAvailability'])
        .filter((frame) => frame?.kind === 'CHANGE')
        .map((frame) => frame.totals.free as number),
    ).toEqual(Array.from({ length: 50 }, (_, index) => 49 - index));
    await board.close();
  });
});
