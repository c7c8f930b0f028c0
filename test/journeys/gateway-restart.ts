import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { type Town, type Person } from '../support/town.js';

export const gatewayRestart = journey('the gateway restarts under a subscriber', (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  let facilityId = '';
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City Parking');
    facilityId = await town.facility(operator, { name: 'Altmarkt', slots: { 'STANDARD ICE': 9 } });
  });

  it('with the last cursor the subscriber goes on without a gap and without a double', async () => {
    const before = town.watch(facilityId);
    await before.until((data) => data['slotAvailability'].kind === 'SNAPSHOT');
    await town.park(facilityId, 'G-1', operator);
    await town.park(facilityId, 'G-2', operator);
    const seen = await before.until((data) => data['slotAvailability'].totals.free === 7);
    await before.close();

    await town.park(facilityId, 'G-3', operator);
    await town.stack.restartGateway();
    await town.park(facilityId, 'G-4', operator);

    const after = town.watch(facilityId, seen['slotAvailability'].cursor as string);
    await after.until((data) => data['slotAvailability'].totals.free === 5);
    await town.park(facilityId, 'G-5', operator);
    await after.until((data) => data['slotAvailability'].totals.free === 4);
    const frames = [...before.frames, ...after.frames].map(
      (frame) => frame.data?.['slotAvailability'],
    );
    expect(frames.map((frame) => frame?.totals.free as number)).toEqual([9, 8, 7, 6, 5, 4]);
    expect(frames.map((frame) => frame?.kind as string)).toEqual([
      'SNAPSHOT',
      ...Array.from({ length: 5 }, () => 'CHANGE'),
    ]);
    await after.close();
  });

  it('a cursor that means nothing is answered with a code, and then with a fresh start', async () => {
    const lost = town.watch(facilityId, 'not-a-cursor');
    await lost.until((data) => data['slotAvailability'].kind === 'SNAPSHOT');
    expect(lost.frames[0]?.errors?.[0]?.extensions?.code).toBe('CURSOR_EXPIRED');
    expect(lost.frames).toHaveLength(2);
    await lost.close();
  });
});
