import { billingEvents, parkingEvents } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { attendant, operator, stranger, tenantId } from '../support/actors.js';
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

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly escalation: number;
}
async function alertsOf(facilityId: string, actor = operator): Promise<Shown[]> {
  const query = `query ($facilityId: ID) { alerts(first: 20, facilityId: $facilityId) {
    edges { node { id kind status escalation } } } }`;
  const { alerts } = await operations.data<{ alerts: { edges: { node: Shown }[] } }>(
    query,
    { facilityId },
    actor,
  );
  return alerts.edges.map(({ node }) => node);
}
const within = { timeout: 30_000 };
const become = (facilityId: string, expected: readonly object[]) =>
  vi.waitFor(async () => expect(await alertsOf(facilityId)).toMatchObject(expected), within);

const counts = (facilityId: string, free: number) =>
  operations.hears(parkingEvents.occupancyCounted, {
    ...{ facilityId, tenantId, mode: 'COUNTS', rawFree: free, free, capacity: 100, drift: null },
    ...{ countedAt: now.toISOString(), counts: [] },
  });
let count = 0;
const rule = (facilityId: string, words: object) =>
  operations.mutate(
    'saveAlertRule',
    { idempotencyKey: `rule-${(count += 1)}`, facilityId, severity: 'WARNING', ...words },
    '... on AlertRuleSaved { rule { id threshold holdFor escalateAfter enabled } } ... on InvalidInput { field }',
  );

describe('alerts', () => {
  it('of occupancy are raised once, told with the capacity, and pass by themselves', async () => {
    const facilityId = await operations.facility();
    await counts(facilityId, 3);
    after(4);
    await vi.waitFor(async () => {
      const { rows } = await operations.pool.query(
        'SELECT FROM rule_state WHERE subject_id = $1 AND since IS NOT NULL',
        [facilityId],
      );
      expect(rows).toHaveLength(1);
    }, within);
    expect(await alertsOf(facilityId)).toEqual([]);
    after(60);
    await become(facilityId, [{ kind: 'HIGH_OCCUPANCY', status: 'OPEN' }]);
    after(60);
    await counts(facilityId, 1);
    after(60);
    await counts(facilityId, 50);
    // The rules may have been looked at just before the count; the next look is a moment later.
    after(4);
    await become(facilityId, [{ kind: 'HIGH_OCCUPANCY', status: 'RESOLVED' }]);
    const [alert] = await alertsOf(facilityId);
    const told = await operations.outbox(alert?.id ?? '');
    expect(told.map(({ type }) => type)).toEqual([
      'operations.alert.raised.v1',
      'operations.capacity.threshold_exceeded.v1',
      'operations.alert.resolved.v1',
    ]);
    expect(told[1]?.data).toMatchObject({ free: 3, capacity: 100, value: 97, threshold: 95 });
  });

  it('notice a feed that fell silent, and that it speaks again', async () => {
    const facilityId = await operations.facility();
    await counts(facilityId, 50);
    after(6 * 3_600 - 1);
    await become(facilityId, []);
    after(5);
    await become(facilityId, [{ kind: 'FEED_STALE', status: 'OPEN' }]);
    await counts(facilityId, 50);
    after(4);
    await become(facilityId, [{ status: 'RESOLVED' }]);
  });

  it('of a device are escalated until somebody takes care, and may be ended by a person', async () => {
    const { deviceId, facilityId } = await operations.gate();
    await operations.sends([{ deviceId, metric: 'FAULT', at: now.toISOString(), value: 2 }]);
    after(61);
    await vi.waitFor(
      async () =>
        expect(await operations.healthOf(deviceId)).toMatchObject({ health: 'UNHEALTHY' }),
      within,
    );
    // The rules may have been looked at just before that was known; the next look is a moment later.
    after(4);
    // It burns its error budget, too, which is another alert.
    const isOfDevice = ({ kind }: Shown) => kind === 'DEVICE_UNHEALTHY';
    const alert = async () => (await alertsOf(facilityId)).find(isOfDevice);
    await vi.waitFor(async () => expect(await alert()).toMatchObject({ escalation: 0 }), within);
    // The gate is silent by then, which changes nothing.
    after(1_801);
    await vi.waitFor(async () => expect(await alert()).toMatchObject({ escalation: 1 }), within);
    const { id: alertId } = (await alert()) ?? { id: '' };
    const fields = '... on AlertAcknowledged { alert { acknowledgedBy } }';
    const acknowledge = (by: typeof operator) =>
      operations.mutate('acknowledgeAlert', { alertId }, fields, by);
    expect(await acknowledge(stranger)).toMatchObject({ __typename: 'NotFound' });
    expect(await acknowledge(attendant)).toMatchObject({
      alert: { acknowledgedBy: attendant.id },
    });
    const resolve = () => operations.mutate('resolveAlert', { alertId, reason: 'Swept.' });
    expect(await resolve()).toMatchObject({ __typename: 'AlertResolved' });
    expect(await resolve()).toMatchObject({ __typename: 'AlertAlreadyResolved' });
    expect(await acknowledge(operator)).toMatchObject({ __typename: 'AlertAlreadyResolved' });
    after(10);
    const other = await operations.gate();
    await rule(other.facilityId, { kind: 'LOW_AVAILABILITY', threshold: 5 });
    await counts(other.facilityId, 5);
    after(4);
    await vi.waitFor(async () => expect(await alertsOf(other.facilityId)).toHaveLength(1), within);
    // The rules were looked at since: it lasts, and was not raised again.
    expect((await alertsOf(facilityId)).filter(isOfDevice)).toHaveLength(1);
  });

  it('go by what parking counted last, whatever its clocks say', async () => {
    const facilityId = await operations.facility();
    const taken = async () => {
      const { rows } = await operations.pool.query('SELECT taken FROM facility WHERE id = $1', [
        facilityId,
      ]);
      return (rows[0] as { taken: number }).taken;
    };
    const counted = (free: number, version: number) =>
      operations.hears(
        parkingEvents.occupancyCounted,
        {
          ...{ facilityId, tenantId, mode: 'COUNTS', rawFree: free, free, capacity: 100 },
          ...{ drift: null, countedAt: now.toISOString(), counts: [] },
        },
        version,
      );
    await counted(50, 5);
    after(-1_800);
    await counted(2, 6);
    after(1_800);
    expect(await taken()).toBe(98);
    await counted(40, 4);
    expect(await taken()).toBe(98);
  });

  it('follow rules that staff set', async () => {
    const facilityId = await operations.facility();
    const saved = await rule(facilityId, { kind: 'HIGH_REVENUE', threshold: 1_000 });
    const { id: ruleId } = saved['rule'] as { id: string };
    const paid = (amountMinor: number) =>
      operations.hears(billingEvents.paymentReceived, {
        ...{ paymentId: newId(), invoiceId: newId(), tenantId, facilityId, customerId: null },
        ...{ method: 'CREDIT_CARD', currency: 'EUR', amountMinor },
        capturedAt: now.toISOString(),
      });
    await paid(600);
    await paid(500);
    after(4);
    await become(facilityId, [{ kind: 'HIGH_REVENUE', status: 'OPEN' }]);
    const off = { ruleId, kind: 'HIGH_REVENUE', threshold: 1_000, enabled: false };
    expect(await rule(facilityId, off)).toMatchObject({ rule: { id: ruleId, enabled: false } });
    after(4);
    await become(facilityId, [{ kind: 'HIGH_REVENUE', status: 'RESOLVED' }]);
    expect(await rule(facilityId, { kind: 'HIGH_OCCUPANCY', threshold: 120 })).toMatchObject({
      field: 'threshold',
    });
    expect(await rule(newId(), { kind: 'HIGH_OCCUPANCY', threshold: 90 })).toMatchObject({
      __typename: 'NotFound',
    });
  });

  it('are seen by their own tenant alone', async () => {
    const facilityId = await operations.facility();
    await rule(facilityId, { kind: 'LOW_AVAILABILITY', threshold: 5 });
    await counts(facilityId, 5);
    after(4);
    await become(facilityId, [{ kind: 'LOW_AVAILABILITY' }]);
    expect(await alertsOf(facilityId, stranger)).toEqual([]);
  });

  it('are live: those that last, then each change', async () => {
    const facilityId = await operations.facility();
    const stop = new AbortController();
    const query = `subscription ($id: ID) { alerts(facilityId: $id) { kind alerts { kind status } } }`;
    const updates = operations.started.subscribe(query, { id: facilityId }, operator, stop.signal);
    const next = async () => (await updates.next()).value.data.alerts as object;
    expect(await next()).toEqual({ kind: 'SNAPSHOT', alerts: [] });
    await rule(facilityId, { kind: 'LOW_AVAILABILITY', threshold: 5 });
    await counts(facilityId, 5);
    after(4);
    expect(await next()).toEqual({
      ...{ kind: 'CHANGE', alerts: [{ kind: 'LOW_AVAILABILITY', status: 'OPEN' }] },
    });
    stop.abort();
  });
});

describe('service levels', () => {
  it('tell budget and burn of chargers and gates', async () => {
    const { deviceId, facilityId } = await operations.gate();
    const fault = (value: number) =>
      operations.sends([{ deviceId, metric: 'FAULT', at: now.toISOString(), value }]);
    await fault(0);
    after(3_600);
    await operations.sends([{ deviceId, metric: 'HEARTBEAT', at: now.toISOString(), value: 1 }]);
    const set = await operations.mutate(
      'setServiceLevelObjective',
      { facilityId, kind: 'GATE', targetPercent: '99.95' },
      '... on ServiceLevelObjectiveSet { serviceLevels { kind targetPercent isDefault deviceCount measured } }',
    );
    expect(set['serviceLevels']).toEqual([
      { kind: 'CHARGER', targetPercent: '98', isDefault: true, deviceCount: 0, measured: 'PT0S' },
      {
        kind: 'GATE',
        targetPercent: '99.95',
        isDefault: false,
        deviceCount: 1,
        measured: 'PT3600S',
      },
    ]);
  });
});
