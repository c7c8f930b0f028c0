import type { Clock } from '@voltpark/kit/clock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runOperations, type RunningOperations } from '../support/running.js';

let now = new Date('2027-03-01T08:00:00Z');
const clock: Clock = { now: () => now };
const hoursLater = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

let operations: RunningOperations;
beforeAll(async () => {
  operations = await runOperations({
    clock,
    environment: {
      OPERATIONS_READING_DAYS: '2',
      OPERATIONS_ROLLUP_DAYS: '31',
      OPERATIONS_ALERT_DAYS: '1',
    },
  });
});
afterAll(() => operations.stop());

const within = { timeout: 30_000 };
const countOf = async (sql: string, ...values: string[]): Promise<number> => {
  const { rows } = await operations.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${sql}`,
    values,
  );
  return rows[0]?.n ?? 0;
};
const report = (deviceId: string, metric: string, value: number) =>
  operations.sends([{ deviceId, metric, at: now.toISOString(), value }]);

/** Waits for what is told of a device, and moves the clock on: the rules may have been looked at just before that. */
async function becomes(deviceId: string, health: string): Promise<void> {
  const isSo = () => countOf('device WHERE id = $1 AND health = $2', deviceId, health);
  await vi.waitFor(async () => expect(await isSo()).toBe(1), within);
  hoursLater(0.01);
}

/** The id of the alert that is raised for a gate which tells of a fault. */
async function alarmAt(deviceId: string): Promise<string> {
  await report(deviceId, 'FAULT', 2);
  hoursLater(0.02);
  await becomes(deviceId, 'UNHEALTHY');
  return vi.waitFor(async () => {
    const { rows } = await operations.pool.query<{ id: string }>(
      'SELECT id FROM alert WHERE subject_id = $1 AND resolved_at IS NULL',
      [deviceId],
    );
    const [alert] = rows;
    if (alert === undefined) throw new Error('No alert is raised yet.');
    return alert.id;
  }, within);
}

const resolve = (alertId: string) =>
  operations.mutate('resolveAlert', { alertId, reason: 'Looked at.' });

describe('what is past its time', () => {
  it('are readings after their days and quarters of an hour after theirs, a partition at a time', async () => {
    const { deviceId } = await operations.gate();
    await report(deviceId, 'POWER_W', 100);
    const reading = () =>
      countOf(`telemetry.reading JOIN device ON number = device_no WHERE id = $1`, deviceId);
    const rollup = () =>
      countOf(`telemetry.rollup JOIN device ON number = device_no WHERE id = $1`, deviceId);
    hoursLater(48);
    // Two whole days before today are kept.
    const partitionOf = (name: string) => countOf(`pg_class WHERE relname = $1`, name);
    await vi.waitFor(async () => expect(await partitionOf('reading_20270305')).toBe(1), within);
    expect(await reading()).toBe(1);
    hoursLater(24);
    await vi.waitFor(async () => expect(await reading()).toBe(0), within);
    expect(await partitionOf('reading_20270301')).toBe(0);
    expect(await rollup()).toBe(1);
    now = new Date('2027-05-02T08:00:00Z');
    await vi.waitFor(async () => expect(await rollup()).toBe(0), within);
    expect(await partitionOf('rollup_20270301')).toBe(0);
    // The newest value is kept always.
    expect(
      await countOf(`telemetry.latest JOIN device ON number = device_no WHERE id = $1`, deviceId),
    ).toBe(1);
  });

  it('are alerts that were over, and not those for which a rule still stands', async () => {
    const mended = await operations.gate();
    const broken = await operations.gate();
    const past = await alarmAt(mended.deviceId);
    const lasting = await alarmAt(broken.deviceId);
    await report(mended.deviceId, 'FAULT', 0);
    await resolve(past);
    await resolve(lasting);
    const standing = () => countOf('rule_state WHERE alert_id = $1', past);
    // Heard of once more before it would count as silent, as silence makes it unhealthy at once.
    hoursLater(0.05);
    await report(mended.deviceId, 'HEARTBEAT', 1);
    hoursLater(0.05);
    await becomes(mended.deviceId, 'HEALTHY');
    await vi.waitFor(async () => expect(await standing()).toBe(0), within);
    hoursLater(48);
    await vi.waitFor(
      async () => expect(await countOf('alert WHERE id = $1', past)).toBe(0),
      within,
    );
    expect(await countOf('alert WHERE id = $1', lasting)).toBe(1);
  });

  it('are periods of health that no service level looks at, and never the one that lasts', async () => {
    const { deviceId } = await operations.gate();
    await report(deviceId, 'HEARTBEAT', 1);
    const periods = () => countOf('health_period WHERE device_id = $1', deviceId);
    expect(await periods()).toBe(2);
    hoursLater(90 * 24);
    // Silent it looks unhealthy, and is when that has lasted.
    const looksBad = () => countOf(`device WHERE id = $1 AND condition = 'UNHEALTHY'`, deviceId);
    await vi.waitFor(async () => expect(await looksBad()).toBe(1), within);
    hoursLater(0.1);
    await vi.waitFor(async () => expect(await periods()).toBe(3), within);
    hoursLater(48);
    await vi.waitFor(async () => expect(await periods()).toBe(2), within);
    hoursLater(120 * 24);
    await vi.waitFor(async () => expect(await periods()).toBe(1), within);
    expect(await countOf('health_period WHERE device_id = $1 AND "to" IS NULL', deviceId)).toBe(1);
  });
});
