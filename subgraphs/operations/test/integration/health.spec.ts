import { chargingEvents } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runOperations, type RunningOperations } from '../support/running.js';

let now = new Date('2027-03-01T08:00:00Z');
const clock: Clock = { now: () => now };
const after = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

let operations: RunningOperations;
beforeAll(async () => {
  operations = await runOperations({ clock });
});
afterAll(() => operations.stop());

const becomes = (id: string, health: string) =>
  vi.waitFor(async () => expect(await operations.healthOf(id)).toMatchObject({ health }), {
    timeout: 30_000,
  });

describe('health', () => {
  it('of a charger follows its connectors and its station', async () => {
    const { chargerId, connectorIds, reports, ...place } = await operations.charger();
    for (const id of connectorIds) await reports(id, 'OUTOFORDER');
    expect(await operations.healthOf(chargerId)).toMatchObject({ health: 'HEALTHY' });
    after(60);
    await becomes(chargerId, 'UNHEALTHY');
    const told = await operations.outbox(chargerId);
    expect(told.map(({ type, aggregate_version }) => [aggregate_version, type])).toEqual([
      [1, 'operations.charger.health_changed.v1'],
      [2, 'operations.charger.health_changed.v1'],
      [3, 'operations.device.unhealthy.v1'],
    ]);
    await operations.hears(chargingEvents.stationStatusChanged, {
      ...{ ...place, previous: 'ONLINE', status: 'MAINTENANCE', reason: null },
      since: now.toISOString(),
    });
    expect(await operations.healthOf(chargerId)).toMatchObject({ health: 'MAINTENANCE' });
  });

  it('of a gate follows its heartbeats', async () => {
    const { deviceId } = await operations.gate();
    const beats = () =>
      operations.sends([{ deviceId, metric: 'HEARTBEAT', at: now.toISOString(), value: 1 }]);
    await beats();
    expect(await operations.healthOf(deviceId)).toMatchObject({ health: 'HEALTHY' });
    after(301);
    await vi.waitFor(
      async () => {
        const { rows } = await operations.pool.query<{ condition: string }>(
          'SELECT condition FROM device WHERE id = $1',
          [deviceId],
        );
        expect(rows[0]?.condition).toBe('UNHEALTHY');
      },
      { timeout: 30_000 },
    );
    after(60);
    await becomes(deviceId, 'UNHEALTHY');
    await beats();
    after(299);
    expect(await operations.healthOf(deviceId)).toMatchObject({ health: 'UNHEALTHY' });
    after(1);
    await becomes(deviceId, 'HEALTHY');
  });

  it('of a device is what its newest fault says, whenever older ones come', async () => {
    const { deviceId } = await operations.gate();
    const fault = (ago: number, value: number) =>
      operations.sends([
        { deviceId, metric: 'FAULT', at: new Date(now.getTime() - ago).toISOString(), value },
      ]);
    await fault(1_000, 2);
    after(60);
    await becomes(deviceId, 'UNHEALTHY');
    await fault(600_000, 0);
    const { rows } = await operations.pool.query<{ faults: object }>(
      'SELECT faults FROM device WHERE id = $1',
      [deviceId],
    );
    expect(rows[0]?.faults).toMatchObject({ device: { isWarning: false } });
  });
});
