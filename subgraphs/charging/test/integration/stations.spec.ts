import { anonymous } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  admin,
  attendant,
  device,
  driver,
  operator,
  otherDevice,
  partner,
  stranger,
} from '../support/actors.js';
import { newKey, runCharging, type RunningCharging } from '../support/running.js';

let charging: RunningCharging;
beforeAll(async () => {
  charging = await runCharging();
});
afterAll(() => charging.stop());

const register = (input: object, actor = operator) =>
  charging.mutate(
    'registerStation',
    { idempotencyKey: newKey(), name: 'South', chargers: [wallBox], ...input },
    actor,
    `... on StationRegistered { station { id name status administration { manufacturer warrantyUntil
       maintenance { from to note } } chargers { label level powerKw slot { id }
       connectors { id type powerKw status isAvailable } } } }
     ... on InvalidInput { field } ... on NotFound { entity key } ... on StationNameTaken { stationId }`,
  );
const wallBox = {
  level: 'LEVEL2',
  powerKw: '22',
  slotId: 'slot-7',
  connectors: [{ type: 'IEC_62196_T2' }, { type: 'DOMESTIC', powerKw: '3.7' }],
};
const setStatus = (input: object, actor = operator) =>
  charging.mutate(
    'setStationStatus',
    input,
    actor,
    `... on StationStatusSet { station { status statusReason } } ... on StationBusy { openSessions }`,
  );
const heartbeat = (stationId: string, actor = device) =>
  charging.mutate(
    'stationHeartbeat',
    { stationId },
    actor,
    '... on StationHeard { now station { status } }',
  );

describe('a station', () => {
  it('is registered with chargers and connectors, and told of', async () => {
    const facilityId = await charging.facility();
    const result = await register({
      facilityId,
      name: ' South  deck ',
      manufacturer: 'Ladewerk',
      warrantyUntil: '2029-06-30',
      maintenance: [{ from: '2037-01-02T08:00:00Z', to: '2037-01-02T09:00:00Z', note: 'Cables' }],
    });
    expect(result).toMatchObject({
      __typename: 'StationRegistered',
      station: {
        name: 'South deck',
        status: 'ONLINE',
        administration: { manufacturer: 'Ladewerk', warrantyUntil: '2029-06-30' },
        chargers: [
          {
            label: '1',
            level: 'LEVEL2',
            powerKw: '22',
            slot: { id: 'slot-7' },
            connectors: [
              { type: 'IEC_62196_T2', powerKw: '22', status: 'AVAILABLE', isAvailable: true },
              { type: 'DOMESTIC', powerKw: '3.7', status: 'AVAILABLE', isAvailable: true },
            ],
          },
        ],
      },
    });
    const { id } = result['station'] as { id: string };
    expect(await charging.outbox(id)).toMatchObject([
      {
        type: 'charging.station.registered.v1',
        aggregate_version: 1,
        data: { facilityId, chargers: [{ slotId: 'slot-7', powerW: 22_000 }] },
      },
    ]);
  });

  it('is registered once, however often the same request comes', async () => {
    const facilityId = await charging.facility();
    const input = { facilityId, idempotencyKey: newKey() };
    expect(await register(input)).toEqual(await register(input));
    expect(await register({ ...input, name: 'Other' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });

  it('has a name of its own in its facility', async () => {
    const facilityId = await charging.facility();
    await register({ facilityId, name: 'Deck 1' });
    const again = await register({ facilityId, name: ' DECK 1' });
    expect(again).toMatchObject({ __typename: 'StationNameTaken' });
  });

  it('of many that want one name, one gets it', async () => {
    const facilityId = await charging.facility();
    const wishes = Array.from({ length: 10 }, () => register({ facilityId, name: 'Deck 2' }));
    const answers = (await Promise.all(wishes)).map(({ __typename }) => __typename).toSorted();
    expect(answers).toEqual([...Array(9).fill('StationNameTaken'), 'StationRegistered']);
  });

  it.each([
    ['no chargers', { chargers: [] }, 'chargers'],
    ['no name', { name: ' ' }, 'name'],
    ['no power', { chargers: [{ ...wallBox, powerKw: '0' }] }, 'chargers.0.powerKw'],
    ['too much power', { chargers: [{ ...wallBox, powerKw: '4000.1' }] }, 'chargers.0.powerKw'],
    ['no connectors', { chargers: [{ ...wallBox, connectors: [] }] }, 'chargers.0.connectors'],
    [
      'work that ends before it begins',
      { maintenance: [{ from: '2037-01-02T08:00:00Z', to: '2037-01-02T07:00:00Z' }] },
      'maintenance.0.to',
    ],
  ])('is not registered with %s', async (_what, words, field) => {
    const facilityId = await charging.facility();
    expect(await register({ facilityId, ...words })).toMatchObject({
      __typename: 'InvalidInput',
      field,
    });
  });

  it('is not registered at a facility of others, or of nobody', async () => {
    const facilityId = await charging.facility();
    expect(await register({ facilityId }, stranger)).toMatchObject({
      __typename: 'NotFound',
      entity: 'Facility',
    });
    expect(await register({ facilityId: 'nowhere' })).toMatchObject({ __typename: 'NotFound' });
    expect(await register({ facilityId }, admin)).toMatchObject({
      __typename: 'StationRegistered',
    });
  });

  it('has other papers when its staff says so', async () => {
    const { stationId } = await charging.station();
    const update = (input: object, actor = operator) =>
      charging.mutate(
        'updateStation',
        { stationId, ...input },
        actor,
        `... on StationUpdated { station { name administration { model serialNumber } } }
         ... on InvalidInput { field }`,
      );
    expect(await update({ model: 'HPC 150', serialNumber: '42' })).toMatchObject({
      station: { name: 'North', administration: { model: 'HPC 150', serialNumber: '42' } },
    });
    expect(await update({ serialNumber: null, name: 'North-east' })).toMatchObject({
      station: { name: 'North-east', administration: { model: 'HPC 150', serialNumber: null } },
    });
    expect(await update({ name: '' })).toMatchObject({ __typename: 'InvalidInput', field: 'name' });
    expect(await update({ name: 'Mine' }, stranger)).toMatchObject({ __typename: 'NotFound' });
  });

  it('is taken out of service and put back, and tells each once', async () => {
    const { stationId } = await charging.station();
    const out = { stationId, status: 'MAINTENANCE', reason: 'New cables' };
    expect(await setStatus(out)).toMatchObject({
      station: { status: 'MAINTENANCE', statusReason: 'New cables' },
    });
    await setStatus(out);
    expect(await setStatus({ stationId, status: 'IN_SERVICE' })).toMatchObject({
      station: { status: 'ONLINE' },
    });
    expect((await charging.outbox(stationId)).map(({ data }) => data['status'])).toEqual([
      'ONLINE',
      'MAINTENANCE',
      'ONLINE',
    ]);
    expect(await setStatus({ stationId, status: 'MAINTENANCE' }, stranger)).toMatchObject({
      __typename: 'NotFound',
    });
  });

  it('is not retired while somebody charges, and never comes back afterwards', async () => {
    const { stationId, stay } = await charging.charging();
    expect(await setStatus({ stationId, status: 'RETIRED' })).toMatchObject({
      __typename: 'StationBusy',
      openSessions: 1,
    });
    await charging.leaves(stay);
    expect(await setStatus({ stationId, status: 'RETIRED' })).toMatchObject({
      station: { status: 'RETIRED' },
    });
    const gone = { __typename: 'StationRetired' };
    expect(await setStatus({ stationId, status: 'IN_SERVICE' })).toMatchObject(gone);
    expect(await heartbeat(stationId)).toMatchObject(gone);
  });

  it('is heard of its own devices only', async () => {
    const { stationId } = await charging.station();
    expect(await heartbeat(stationId)).toMatchObject({ station: { status: 'ONLINE' } });
    expect(await heartbeat(stationId, otherDevice)).toMatchObject({ __typename: 'NotFound' });
  });

  it('is for everybody to see, and its papers for its staff', async () => {
    const { stationId, facilityId } = await charging.station();
    const query = `query ($id: ID!, $facilityId: ID!) {
      station(id: $id) { name administration { lastHeardAt } }
      stations(facilityId: $facilityId, first: 10) { edges { node { id } } } }`;
    const seen = async (actor = anonymous) =>
      charging.data<{ station: { administration: unknown }; stations: unknown }>(
        query,
        { id: stationId, facilityId },
        actor,
      );
    for (const actor of [anonymous, driver, partner, stranger]) {
      const { station, stations } = await seen(actor);
      expect(station).toMatchObject({ name: 'North', administration: null });
      expect(stations).toEqual({ edges: [{ node: { id: stationId } }] });
    }
    for (const actor of [operator, attendant, device, admin]) {
      expect((await seen(actor)).station.administration).not.toBeNull();
    }
  });

  it('is listed page by page, by name', async () => {
    const facilityId = await charging.facility();
    for (const name of ['C', 'A', 'B']) await register({ facilityId, name });
    const query = `query ($id: ID!, $after: String) { stations(facilityId: $id, first: 2, after: $after) {
      edges { node { name } } pageInfo { hasNextPage endCursor } } }`;
    const page = (after: string | null) =>
      charging.data<{
        stations: {
          edges: { node: { name: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }>(query, { id: facilityId, after });
    const first = (await page(null)).stations;
    const second = (await page(first.pageInfo.endCursor)).stations;
    const names = [...first.edges, ...second.edges].map(({ node }) => node.name);
    expect(names).toEqual(['A', 'B', 'C']);
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  });
});
