import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { type Town, type Person } from '../support/town.js';

export const natsOutage = journey('NATS is away for a while', (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  let facilityId = '';
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City Parking');
    facilityId = await town.facility(operator, { name: 'Altmarkt', slots: { 'STANDARD ICE': 9 } });
  });

  it('drivers notice nothing, and the dashboard catches up with every change afterwards', async () => {
    const board = town.watch(facilityId);
    await board.until((data) => data['slotAvailability'].kind === 'SNAPSHOT');
    await town.stack.nats?.stop();
    for (const registration of ['N-1', 'N-2', 'N-3'])
      expect(await town.park(facilityId, registration, operator)).toMatchObject({
        __typename: 'VehicleParked',
      });
    await town.leave('N-2', operator);
    await town.stack.nats?.start();
    await board.until(
      (data) =>
        data['slotAvailability'].changedSlot?.status === 'AVAILABLE' &&
        data['slotAvailability'].totals.free === 7,
    );
    expect(
      board.frames.map((frame) => frame.data?.['slotAvailability'].totals.free as number),
    ).toEqual([9, 8, 7, 6, 7]);
    await board.close();
  });
});
