import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectConsistency } from '../support/invariants.js';
import { newKey, runParking, type Result, type RunningParking } from '../support/running.js';

/** How many of each kind of answer. */
function byType(results: readonly Result[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { __typename: type } of results) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

describe('many at once', () => {
  let parking: RunningParking;
  beforeAll(async () => {
    parking = await runParking();
  });
  afterAll(() => parking.stop());

  it('parks exactly 50 of 200 drivers who want 50 slots at the same time', async () => {
    const facilityId = await parking.carPark(50);
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        parking.park({ facilityId, registration: `CR ${index}A` }),
      ),
    );
    expect(byType(results)).toEqual({ VehicleParked: 50, FacilityFull: 150 });
    const slots = results.flatMap(({ slot }) => (slot ? [(slot as { id: string }).id] : []));
    expect(new Set(slots).size).toBe(50);
    await expectConsistency(parking);

    const crossings = (await parking.outbox()).filter(
      ({ type, data }) =>
        type === 'parking.occupancy.threshold_crossed.v1' && data['facilityId'] === facilityId,
    );
    expect(crossings.map(({ data }) => [data['level'], data['taken'], data['inService']])).toEqual([
      ['HIGH', 45, 50],
    ]);

    const left = await Promise.all(
      results.flatMap(({ session }) =>
        session ? [parking.leave({ sessionId: (session as { id: string }).id })] : [],
      ),
    );
    expect(byType(left)).toEqual({ VehicleLeft: 50 });
    await expectConsistency(parking);
    const [last] = (await parking.outbox())
      .filter(({ type }) => type === 'parking.occupancy.threshold_crossed.v1')
      .slice(-1);
    expect(last?.data).toMatchObject({ previous: 'HIGH', level: 'NORMAL', taken: 40 });
  });

  it('finds every slot for exactly as many drivers as there are slots', async () => {
    const facilityId = await parking.carPark(40);
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        parking.park({ facilityId, registration: `EX ${index}A` }),
      ),
    );
    expect(byType(results)).toEqual({ VehicleParked: 40 });
  });

  it('lets one vehicle into one place, however many gates see it at once', async () => {
    const facilities = await Promise.all([parking.carPark(5), parking.carPark(5)]);
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        parking.park({ facilityId: facilities[index % 2], registration: 'TWICE 1' }),
      ),
    );
    expect(byType(results)).toEqual({ VehicleParked: 1, VehicleAlreadyParked: 29 });
    await expectConsistency(parking);
  });

  it('gives a named slot to one of those who ask for it at once', async () => {
    const facilityId = await parking.carPark(3);
    const first = await parking.park({ facilityId, registration: 'NAMED 0' });
    const { id: slotId } = first['slot'] as { id: string };
    await parking.leave({ slotId });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        parking.park({ facilityId, slotId, registration: `NAMED ${index}B` }),
      ),
    );
    expect(byType(results)).toEqual({ VehicleParked: 1, SlotTaken: 19 });
    await expectConsistency(parking);
  });

  it('lets a vehicle out once, however many gates see it leave at once', async () => {
    const facilityId = await parking.carPark(1);
    await parking.park({ facilityId, registration: 'RACE 1' });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => parking.leave({ registration: 'RACE 1' })),
    );
    expect(byType(results)).toEqual({ VehicleLeft: 1, NotParked: 19 });
    await expectConsistency(parking);
  });

  it('has one effect of one key that is used many times at once', async () => {
    const facilityId = await parking.carPark(5);
    const input = { facilityId, registration: 'KEY 1', idempotencyKey: newKey() };
    const results = await Promise.all(Array.from({ length: 20 }, () => parking.park(input)));
    expect(byType(results)).toEqual({ VehicleParked: 20 });
    expect(new Set(results.map(({ session }) => (session as { id: string }).id)).size).toBe(1);
    const others = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        parking.park({ facilityId, registration: `KEY ${index}C`, idempotencyKey: 'shared' }),
      ),
    );
    expect(byType(others)).toEqual({ VehicleParked: 1, IdempotencyKeyReused: 9 });
    await expectConsistency(parking);
  });

  it('never puts a slot into maintenance under a vehicle that is just parking in it', async () => {
    const facilityId = await parking.carPark(10);
    const slots = await parking.sql<{ id: string }>('SELECT id FROM slot WHERE facility_id = $1', [
      facilityId,
    ]);
    await Promise.all([
      ...slots.map(({ id: slotId }) => parking.setSlotStatus(slotId, 'MAINTENANCE')),
      ...slots.map((_, index) => parking.park({ facilityId, registration: `MAINT ${index}A` })),
    ]);
    await expectConsistency(parking);
  });
});
