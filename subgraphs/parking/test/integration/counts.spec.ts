import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@voltpark/contracts';
import { admin, gate, stranger } from '../support/actors.js';
import { runParking, type Result, type RunningParking } from '../support/running.js';

describe('the count feed', () => {
  let parking: RunningParking;
  beforeAll(async () => {
    parking = await runParking();
  });
  afterAll(() => parking.stop());

  async function record(counts: readonly object[], actor: Actor = gate): Promise<Result> {
    const { recordFacilityCounts } = await parking.data<{ recordFacilityCounts: Result }>(
      `mutation ($counts: [FacilityCountInput!]!) {
        recordFacilityCounts(input: { counts: $counts }) {
          __typename
          ... on FacilityCountsRecorded { recordedCount repeatedCount lateCount rejected { index reason } facilities { id } }
          ... on InvalidInput { field }
        }
      }`,
      { counts },
      actor,
    );
    return recordFacilityCounts;
  }

  async function occupancy(facilityId: string) {
    const { _entities } = await parking.data<{ _entities: { occupancy: object }[] }>(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Facility { occupancy {
        mode level rate totals { total free } countFeed { rawFree free capacity drift lastCountAt isStale }
      } } } }`,
      { of: [{ __typename: 'Facility', id: facilityId }] },
    );
    return _entities[0]?.occupancy;
  }

  it('keeps the raw number, shows it between 0 and the capacity and takes late ones into the history', async () => {
    const facilityId = await parking.facility();
    const at = (minute: number) => new Date(Date.UTC(2026, 4, 4, 10, minute)).toISOString();
    const batch = [
      { facilityId, free: 40, at: at(30) },
      { facilityId, free: 412, at: at(10) },
      { facilityId, free: 12, at: at(20) },
    ];
    expect(await record(batch)).toEqual({
      facilities: [{ id: facilityId }],
      __typename: 'FacilityCountsRecorded',
      recordedCount: 3,
      repeatedCount: 0,
      lateCount: 0,
      rejected: [],
    });
    expect(await record([...batch, { facilityId, free: 50, at: at(25) }])).toMatchObject({
      recordedCount: 1,
      repeatedCount: 3,
      lateCount: 1,
    });
    expect(await record([{ facilityId, free: 41, at: at(30) }])).toMatchObject({
      recordedCount: 0,
      rejected: [{ index: 0, reason: 'CONTRADICTS_EARLIER' }],
    });
    expect(await occupancy(facilityId)).toEqual({
      mode: 'COUNTS',
      level: 'HIGH',
      rate: 0.9,
      totals: { total: 400, free: 40 },
      countFeed: {
        rawFree: 40,
        free: 40,
        capacity: 400,
        drift: null,
        lastCountAt: at(30),
        isStale: true,
      },
    });
    const history = await parking.sql(
      'SELECT free FROM facility_count WHERE facility_id = $1 ORDER BY at',
      [facilityId],
    );
    expect(history.map(({ free }) => free)).toEqual([412, 12, 50, 40]);
    const crossings = (await parking.outbox()).filter(
      ({ type, data }) =>
        type === 'parking.occupancy.threshold_crossed.v1' && data['facilityId'] === facilityId,
    );
    expect(crossings.map(({ data }) => data['level'])).toEqual(['HIGH']);
  });

  it('shows how far the counter is off where slots are known, and goes by the slots', async () => {
    const facilityId = await parking.carPark(10);
    const at = new Date().toISOString();
    await record([{ facilityId, free: 13, at }]);
    expect(await occupancy(facilityId)).toMatchObject({
      mode: 'SLOTS',
      totals: { total: 10, free: 10 },
      countFeed: { rawFree: 13, free: 10, capacity: 10, drift: 3, isStale: false },
    });
  });

  it('rejects what cannot be, one by one, and keeps the rest', async () => {
    const facilityId = await parking.facility({ externalId: 'semperoper' });
    const elsewhere = await parking.facility({ tenantId: 'tenant-two', externalId: 'semperoper' });
    const at = '2026-05-04T10:00:00Z';
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    expect(
      await record([
        { externalId: 'nowhere', free: 1, at },
        { externalId: 'semperoper', free: 5, at },
        { facilityId: elsewhere, free: 5, at },
        { facilityId, externalId: 'semperoper', free: 5, at },
        { facilityId, free: 5, at: soon },
        { facilityId, free: 1_000_000, at: '2026-05-04T10:01:00Z' },
      ]),
    ).toMatchObject({
      recordedCount: 1,
      rejected: [
        { index: 0, reason: 'UNKNOWN_FACILITY' },
        { index: 2, reason: 'UNKNOWN_FACILITY' },
        { index: 3, reason: 'UNKNOWN_FACILITY' },
        { index: 4, reason: 'IN_THE_FUTURE' },
        { index: 5, reason: 'IMPOSSIBLE_NUMBER' },
      ],
    });
    expect(await record([{ externalId: 'semperoper', free: 7, at }], stranger)).toMatchObject({
      recordedCount: 1,
    });
    // For an ADMIN, who has no tenant, the name means two facilities, and therefore none.
    expect(await record([{ externalId: 'semperoper', free: 7, at }], admin)).toMatchObject({
      rejected: [{ index: 0, reason: 'UNKNOWN_FACILITY' }],
    });
  });

  it('refuses no readings and too many', async () => {
    expect(await record([])).toMatchObject({ __typename: 'InvalidInput', field: 'counts' });
    const many = Array.from({ length: 501 }, () => ({
      externalId: 'x',
      free: 1,
      at: '2026-05-04T10:00:00Z',
    }));
    expect(await record(many)).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('has one effect of the same batch that arrives twice at once', async () => {
    const facilityId = await parking.facility();
    const counts = Array.from({ length: 50 }, (_, minute) => ({
      facilityId,
      free: minute,
      at: new Date(Date.UTC(2026, 4, 5, 8, minute)).toISOString(),
    }));
    const results = await Promise.all([record(counts), record(counts), record(counts)]);
    expect(results.map(({ recordedCount }) => recordedCount).toSorted()).toEqual([0, 0, 50]);
    const events = (await parking.outbox()).filter(
      ({ type, data }) =>
        type === 'parking.occupancy.counted.v1' && data['facilityId'] === facilityId,
    );
    expect(events).toHaveLength(50);
  });
});
