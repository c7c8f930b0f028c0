import type { Clock } from '@voltpark/kit/clock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { attendant, otherDevice, stranger } from '../support/actors.js';
import { runOperations, type RunningOperations } from '../support/running.js';

/** A clock that a spec moves on. */
let now = new Date('2027-03-28T12:00:00Z');
const clock: Clock = { now: () => now };

let operations: RunningOperations;
beforeAll(async () => {
  operations = await runOperations({ clock });
});
afterAll(() => operations.stop());

const reading = (deviceId: string, at: string, value: number, metric = 'POWER_W') => ({
  ...{ deviceId, metric, at, value },
});

interface Bucket {
  readonly start: string;
  readonly count: number;
  readonly average: number;
}
const range = async (id: string, from: string, to: string, resolution: string) => {
  const query = `query ($id: ID!, $from: DateTime!, $to: DateTime!, $resolution: TelemetryResolution!) {
    device(id: $id) { telemetry(metric: POWER_W, from: $from, to: $to, resolution: $resolution) {
      start count minimum maximum average } } }`;
  const answered = await operations.data<{ device: { telemetry: Bucket[] } }>(query, {
    ...{ id, from, to, resolution },
  });
  return answered.device.telemetry;
};

describe('telemetry', () => {
  it('is taken in reading by reading', async () => {
    const { deviceId } = await operations.gate();
    const at = '2027-03-28T11:00:00Z';
    const sent = [
      reading(deviceId, at, 10),
      reading(deviceId, at, 10),
      reading(deviceId, at, 11),
      reading('nobody', at, 1),
      reading(deviceId, '2027-03-28T12:06:00Z', 1),
      reading(deviceId, '2027-02-25T23:59:59Z', 1),
      reading(deviceId, at, 3, 'FAULT'),
    ];
    expect(await operations.sends(sent)).toMatchObject({
      acceptedCount: 1,
      outcomes: [
        ...['ACCEPTED', 'DUPLICATE', 'CONFLICTING', 'UNKNOWN_DEVICE', 'IN_FUTURE', 'TOO_OLD'],
        'OUT_OF_RANGE',
      ],
    });
    expect(await operations.sends(sent.slice(0, 3))).toMatchObject({
      acceptedCount: 0,
      outcomes: ['DUPLICATE', 'DUPLICATE', 'CONFLICTING'],
    });
  });

  it('may come late, twice and in any order: latest and ranges are the same', async () => {
    const { deviceId } = await operations.gate();
    const quarters = Array.from({ length: 8 }, (_, index) =>
      reading(deviceId, new Date(Date.UTC(2027, 2, 20, 8, index * 10)).toISOString(), index),
    );
    for (const one of quarters.toReversed()) await operations.sends([one, one]);
    await operations.sends(quarters);
    const query = 'query ($id: ID!) { device(id: $id) { latestTelemetry { metric at value } } }';
    expect(await operations.data(query, { id: deviceId })).toEqual({
      device: {
        latestTelemetry: [{ metric: 'POWER_W', at: '2027-03-20T09:10:00.000Z', value: 7 }],
      },
    });
    const hours = await range(deviceId, '2027-03-20T08:00:00Z', '2027-03-20T10:00:00Z', 'HOUR');
    expect(hours).toEqual([
      { start: '2027-03-20T08:00:00.000Z', count: 6, minimum: 0, maximum: 5, average: 2.5 },
      { start: '2027-03-20T09:00:00.000Z', count: 2, minimum: 6, maximum: 7, average: 6.5 },
    ]);
    expect(
      await range(deviceId, '2027-03-20T08:00:00Z', '2027-03-20T10:00:00Z', 'MINUTE'),
    ).toHaveLength(8);
  });

  it('has the days of the facility, the short one in spring included', async () => {
    const { deviceId } = await operations.gate();
    const hourly = Array.from({ length: 48 }, (_, hour) =>
      reading(deviceId, new Date(Date.UTC(2027, 2, 26, 23 + hour)).toISOString(), 1),
    );
    now = new Date('2027-03-29T12:00:00Z');
    await operations.sends(hourly);
    const days = await range(deviceId, '2027-03-26T23:00:00Z', '2027-03-29T00:00:00Z', 'DAY');
    expect(days.map(({ start, count }) => ({ start, count }))).toEqual([
      { start: '2027-03-26T23:00:00.000Z', count: 24 },
      { start: '2027-03-27T23:00:00.000Z', count: 23 },
      { start: '2027-03-28T22:00:00.000Z', count: 1 },
    ]);
  });

  it('is of devices of its tenant only, and for its staff alone', async () => {
    const { deviceId } = await operations.gate();
    const sent = [reading(deviceId, now.toISOString(), 1)];
    expect(await operations.sends(sent, otherDevice)).toMatchObject({
      outcomes: ['UNKNOWN_DEVICE'],
    });
    const query = 'query ($id: ID!) { device(id: $id) { id } }';
    expect(await operations.data(query, { id: deviceId }, attendant)).toMatchObject({
      device: { id: deviceId },
    });
    expect(await operations.data(query, { id: deviceId }, stranger)).toEqual({ device: null });
  });

  it('is refused where a batch is empty or too large', async () => {
    expect(await operations.sends([])).toMatchObject({ __typename: 'InvalidInput' });
    const many = Array.from({ length: 501 }, () => reading('x', now.toISOString(), 1));
    expect(await operations.sends(many)).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('is told of once a minute for all devices of a facility together', async () => {
    const { deviceId, facilityId } = await operations.gate();
    const told = async () =>
      (await operations.outbox(facilityId)).map(({ data }) => data['readingCount']);
    await operations.sends([reading(deviceId, now.toISOString(), 1)]);
    await vi.waitFor(async () => expect(await told()).toEqual([1]), { timeout: 30_000 });
    const second = await operations.gate(facilityId);
    await operations.sends([reading(deviceId, '2027-03-29T11:00:00Z', 1)]);
    await operations.sends([reading(second.deviceId, '2027-03-29T11:00:00Z', 1)]);
    expect(await told()).toEqual([1]);
    now = new Date(now.getTime() + 60_000);
    await vi.waitFor(async () => expect(await told()).toEqual([1, 2]), { timeout: 30_000 });
  });
});

describe('partitions', () => {
  it('are made as days come and dropped when they are past their time', async () => {
    const { deviceId } = await operations.gate();
    const names = async () => {
      const { rows } = await operations.pool.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid
         WHERE inhparent = 'telemetry.reading'::regclass`,
      );
      return rows.map(({ name }) => name);
    };
    await operations.sends([reading(deviceId, '2027-02-27T12:00:00Z', 1)]);
    expect(await names()).toContain('reading_20270227');
    now = new Date('2027-03-30T12:00:00Z');
    await vi.waitFor(async () => expect(await names()).not.toContain('reading_20270227'), {
      timeout: 30_000,
    });
    expect(await names()).toContain('reading_20270401');
    const days = await range(deviceId, '2027-02-26T23:00:00Z', '2027-02-27T23:00:00Z', 'DAY');
    expect(days).toMatchObject([{ count: 1 }]);
  });
});
