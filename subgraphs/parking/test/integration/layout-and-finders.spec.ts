import { anonymous, facilitiesEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant, driver, gate, operator, stranger, tenantId } from '../support/actors.js';
import { newKey, runParking, type RunningParking } from '../support/running.js';

const cars = (to: number, pattern = 'A-##') => ({
  pattern,
  from: 1,
  to,
  size: 'STANDARD',
  kind: 'ICE',
  distanceMetres: 1,
});

describe('layout and finders', () => {
  let parking: RunningParking;
  beforeAll(async () => {
    parking = await runParking();
  });
  afterAll(() => parking.stop());

  const codesOf = async (query: string, variables: object, actor = anonymous) =>
    (await parking.ask(query, variables, actor)).errors?.map((error) => error.extensions?.['code']);

  it('lays out levels with their slots, all or nothing, and once a key', async () => {
    const facilityId = await parking.facility();
    const levels = [
      { name: 'P0', ordinal: 0, ranges: [cars(3)] },
      { name: 'P-1', ordinal: -1, ranges: [cars(2, 'B-##')] },
    ];
    const input = { facilityId, levels, idempotencyKey: newKey() };
    const fields = '... on SlotsLaidOut { slotCount levels { name counts { total } } }';
    const first = await parking.mutate('layOutSlots', input, operator, fields);
    expect(first).toMatchObject({
      slotCount: 5,
      levels: [
        { name: 'P0', counts: [{ total: 3 }] },
        { name: 'P-1', counts: [{ total: 2 }] },
      ],
    });
    expect(await parking.mutate('layOutSlots', input, operator, fields)).toEqual(first);
    const again = { ...input, idempotencyKey: newKey() };
    expect(await parking.mutate('layOutSlots', again, operator)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'levels.0.name',
    });
    const same = {
      ...again,
      levels: [{ name: 'P9', ordinal: 9, ranges: [cars(1, 'C-#'), cars(1)] }],
    };
    expect(await parking.mutate('layOutSlots', same, operator)).toMatchObject({
      field: 'levels.0.ranges.1.pattern',
    });
    const rows = await parking.sql('SELECT FROM slot WHERE facility_id = $1', [facilityId]);
    expect(rows).toHaveLength(5);
  });

  it('is for the operator of the facility', async () => {
    const facilityId = await parking.facility();
    const input = { facilityId, idempotencyKey: newKey(), levels: [] };
    expect(await parking.mutate('layOutSlots', input, stranger)).toMatchObject({
      __typename: 'NotPermitted',
    });
    const mutation = `mutation ($input: LayOutSlotsInput!) { layOutSlots(input: $input) { __typename } }`;
    expect(await codesOf(mutation, { input }, attendant)).toEqual(['FORBIDDEN']);
    expect(await codesOf(mutation, { input })).toEqual(['UNAUTHENTICATED']);
    const nowhere = { ...input, facilityId: 'nowhere' };
    expect(await parking.mutate('layOutSlots', nowhere, operator)).toMatchObject({
      __typename: 'NotFound',
    });
  });

  it('adds slots to a level', async () => {
    const facilityId = await parking.facility();
    const laidOut = await parking.layOut(facilityId, [cars(2)]);
    const [level] = laidOut['levels'] as { id: string }[];
    const input = { levelId: level?.id, ranges: [cars(2, 'N-##')], idempotencyKey: newKey() };
    const fields = '... on SlotsLaidOut { slotCount }';
    expect(await parking.mutate('addSlots', input, operator, fields)).toMatchObject({
      slotCount: 2,
    });
    const taken = { ...input, idempotencyKey: newKey() };
    expect(await parking.mutate('addSlots', taken, operator)).toMatchObject({
      field: 'ranges.0.pattern',
    });
    expect(await parking.mutate('addSlots', taken, stranger)).toMatchObject({
      __typename: 'NotFound',
    });
  });

  it('takes a slot out of service, but not from under a vehicle', async () => {
    const facilityId = await parking.carPark(2);
    const parked = await parking.park({ facilityId, registration: 'DDMT1' });
    const { id: slotId } = parked['slot'] as { id: string };
    expect(await parking.setSlotStatus(slotId, 'MAINTENANCE')).toMatchObject({
      __typename: 'SlotInUse',
    });
    await parking.leave({ slotId });
    expect(await parking.setSlotStatus(slotId, 'MAINTENANCE')).toMatchObject({
      slot: { status: 'MAINTENANCE' },
    });
    const [event] = (await parking.outbox()).slice(-1);
    expect(event).toMatchObject({
      type: 'parking.slot.status_changed.v1',
      data: { previous: 'AVAILABLE', status: 'MAINTENANCE', counts: [{ free: 1, maintenance: 1 }] },
    });
    expect(await parking.setSlotStatus(slotId, 'AVAILABLE', stranger)).toMatchObject({
      __typename: 'NotFound',
    });
  });

  it('shows a facility to everybody: how full it is, by class and level', async () => {
    const facilityId = await parking.carPark(4);
    await parking.park({ facilityId, registration: 'DDOC1' });
    const { _entities } = await parking.data<{ _entities: object[] }>(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Facility {
        occupancy { mode rate level highFrom normalFrom version totals { total free occupied }
          counts { size kind free } countFeed { free } }
        levels { name ordinal counts { free occupied } } } } }`,
      {
        of: [
          { __typename: 'Facility', id: facilityId },
          { __typename: 'Facility', id: 'nowhere' },
        ],
      },
      anonymous,
    );
    expect(_entities).toEqual([
      {
        occupancy: {
          mode: 'SLOTS',
          rate: 0.25,
          level: 'NORMAL',
          highFrom: 0.9,
          normalFrom: 0.8,
          version: 2,
          totals: { total: 4, free: 3, occupied: 1 },
          counts: [{ size: 'STANDARD', kind: 'ICE', free: 3 }],
          countFeed: null,
        },
        levels: [{ name: 'P0', ordinal: 0, counts: [{ free: 3, occupied: 1 }] }],
      },
      null,
    ]);
  });

  it('heeds the thresholds that its settings give it', async () => {
    const facilityId = await parking.carPark(4);
    const { configChanged } = facilitiesEvents;
    const set = (key: string, value: number, version: number, scope: 'TENANT' | 'FACILITY') => {
      const scopeId = scope === 'TENANT' ? tenantId : facilityId;
      const change = { key, scope, scopeId, tenantId, previous: null, value };
      return parking.hears(configChanged, change, version);
    };
    await set('parking.occupancy.normalPercent', 10, 2, 'TENANT');
    await set('parking.occupancy.highPercent', 50, 1, 'FACILITY');
    await set('parking.occupancy.normalPercent', 30, 2, 'FACILITY');
    await set('parking.occupancy.normalPercent', 20, 1, 'FACILITY');
    await set('feature.charging', 1, 3, 'FACILITY');
    await parking.park({ facilityId, registration: 'DDTH1' });
    await parking.park({ facilityId, registration: 'DDTH2' });
    const [event] = (await parking.outbox()).slice(-1);
    expect(event).toMatchObject({
      type: 'parking.occupancy.threshold_crossed.v1',
      data: { level: 'HIGH', taken: 2, inService: 4, highPercent: 50, normalPercent: 30 },
    });
    await set('parking.occupancy.highPercent', 75, 3, 'FACILITY');
    expect((await parking.outbox()).slice(-1)[0]?.data).toMatchObject({ level: 'HIGH' });
  });

  it('finds slots, registrations and stays for the staff of the facility only', async () => {
    const facilityId = await parking.carPark(5);
    await parking.park({ facilityId, registration: 'DDFI1', colour: 'Red', make: 'Skoda' });
    await parking.park({ facilityId, registration: 'DDFI2', colour: ' blue', make: 'Skoda' });
    await parking.park({ facilityId, registration: 'DDFI3', colour: 'RED', make: 'Fiat' });
    await parking.leave({ registration: 'DDFI3' });
    const query = `query ($facilityId: ID!) {
      red: slots(facilityId: $facilityId, filter: { colour: "red" }, first: 10) {
        edges { node { number session { registration } } } }
      free: slots(facilityId: $facilityId, filter: { status: AVAILABLE }, first: 2) {
        edges { node { number } } pageInfo { hasNextPage endCursor } }
      reds: registrations(facilityId: $facilityId, colour: "Red", first: 10) { edges { node { registration } } }
      skodas: registrations(facilityId: $facilityId, make: "skoda", first: 10) {
        edges { node { registration colour } } }
      past: parkingSessions(facilityId: $facilityId, open: false, first: 10) {
        edges { node { registration end } } }
    }`;
    expect(await parking.data(query, { facilityId }, attendant)).toMatchObject({
      red: { edges: [{ node: { number: 'A-0001', session: { registration: 'DDFI1' } } }] },
      free: {
        edges: [{ node: { number: 'A-0003' } }, { node: { number: 'A-0004' } }],
        pageInfo: { hasNextPage: true },
      },
      reds: { edges: [{ node: { registration: 'DDFI1' } }] },
      skodas: {
        edges: [
          { node: { registration: 'DDFI2', colour: 'blue' } },
          { node: { registration: 'DDFI1', colour: 'red' } },
        ],
      },
      past: { edges: [{ node: { registration: 'DDFI3', end: 'LEFT' } }] },
    });
    const nothing = { edges: [] };
    expect(await parking.data(query, { facilityId }, stranger)).toMatchObject({
      red: nothing,
      free: nothing,
      reds: nothing,
      skodas: nothing,
      past: nothing,
    });
    expect(new Set(await codesOf(query, { facilityId }, driver))).toEqual(new Set(['FORBIDDEN']));
    expect(new Set(await codesOf(query, { facilityId }))).toEqual(new Set(['UNAUTHENTICATED']));
  });

  it('shows a vehicle where it is and has been to its owner and to those who work there', async () => {
    const facilityId = await parking.carPark(1);
    const elsewhere = await parking.carPark(1, { tenantId: 'tenant-two' });
    for (const [at, actor] of [
      [elsewhere, stranger],
      [facilityId, gate],
    ] as const) {
      await parking.park({ facilityId: at, registration: 'DDVH1' }, actor);
      if (at === elsewhere) await parking.leave({ registration: 'DDVH1' }, actor);
    }
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Vehicle {
      currentSession { status facility { id } }
      parkingHistory(first: 5) { edges { node { facility { id } } } } } } }`;
    const of = [{ __typename: 'Vehicle', registration: 'DDVH1' }];
    expect(await parking.data(query, { of }, attendant)).toEqual({
      _entities: [
        {
          currentSession: { status: 'OPEN', facility: { id: facilityId } },
          parkingHistory: { edges: [{ node: { facility: { id: facilityId } } }] },
        },
      ],
    });
    expect(await parking.data(query, { of }, stranger)).toEqual({
      _entities: [
        {
          currentSession: null,
          parkingHistory: { edges: [{ node: { facility: { id: elsewhere } } }] },
        },
      ],
    });
    expect(await parking.data(query, { of }, driver)).toEqual({
      _entities: [{ currentSession: null, parkingHistory: { edges: [] } }],
    });
    const unknown = { of: [{ __typename: 'Vehicle', registration: 'NEVERSEEN' }] };
    expect(await parking.data(query, unknown, attendant)).toEqual({ _entities: [null] });
  });

  it('reads page after page, and no page of more than a hundred', async () => {
    const facilityId = await parking.carPark(7);
    const query = `query ($facilityId: ID!, $first: Int!, $after: String) {
      slots(facilityId: $facilityId, first: $first, after: $after) {
        edges { node { number } } pageInfo { hasNextPage endCursor } } }`;
    const numbers: string[] = [];
    interface Page {
      readonly edges: readonly { readonly node: { readonly number: string } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    }
    for (let after: string | null = null, more = true; more;) {
      const { slots }: { slots: Page } = await parking.data(query, { facilityId, first: 3, after });
      numbers.push(...slots.edges.map(({ node }) => node.number));
      ({ hasNextPage: more, endCursor: after } = slots.pageInfo);
    }
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `A-000${number}`));
    expect(await codesOf(query, { facilityId, first: 101 }, operator)).toEqual(['BAD_USER_INPUT']);
    expect(await codesOf(query, { facilityId, first: 1, after: 'x' }, operator)).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});
