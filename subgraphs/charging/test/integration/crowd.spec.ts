import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, runCharging, type RunningCharging } from '../support/running.js';

let charging: RunningCharging;
beforeAll(async () => {
  charging = await runCharging();
});
afterAll(() => charging.stop());

describe('of many who start at once', () => {
  it('50 on one connector, one begins and 49 are told that it is taken', async () => {
    const { facilityId, slotIds, connectorIds } = await charging.station();
    const slotId = slotIds[0] ?? '';
    const stays = [];
    for (let count = 0; count < 50; count += 1) {
      stays.push(await charging.parks({ facilityId, slotId }));
    }
    const results = await Promise.all(
      stays.map(({ sessionId: parkingSessionId }, index) =>
        charging.start({ connectorId: connectorIds[0]?.[index % 2], parkingSessionId }),
      ),
    );
    const answers = results.map(({ __typename }) => __typename).toSorted();
    expect(answers).toEqual(['ChargingStarted', ...Array(49).fill('ConnectorOccupied')].toSorted());
  }, 60_000);

  it('one vehicle at 20 chargers, one begins and 19 are told that it charges', async () => {
    const { facilityId, connectorIds, slotIds } = await charging.station(20);
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
    await charging.sql('UPDATE charger SET slot_id = $1 WHERE facility_id = $2', [
      slotIds[0],
      facilityId,
    ]);
    const results = await Promise.all(
      connectorIds.map(([connectorId]) =>
        charging.start({ connectorId, parkingSessionId: stay.sessionId }),
      ),
    );
    const begun = results.filter(({ __typename }) => __typename === 'ChargingStarted');
    const told = results.filter(({ __typename }) => __typename === 'VehicleAlreadyCharging');
    expect([begun.length, told.length]).toEqual([1, 19]);
  }, 60_000);

  it('the same request 20 times, all get the same session', async () => {
    const { facilityId, slotIds, connectorIds } = await charging.station();
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
    const input = {
      idempotencyKey: newKey(),
      connectorId: connectorIds[0]?.[0],
      parkingSessionId: stay.sessionId,
    };
    const results = await Promise.all(Array.from({ length: 20 }, () => charging.start(input)));
    const ids = new Set(results.map((result) => (result['session'] as { id: string }).id));
    expect(ids.size).toBe(1);
  }, 60_000);
});
