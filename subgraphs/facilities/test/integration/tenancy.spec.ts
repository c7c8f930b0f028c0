import { anonymous, type Actor } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actor, admin } from '../support/builders.js';
import {
  facilityInput,
  refusalFields,
  runFacilities,
  type RunningFacilities,
} from '../support/running.js';

let context: RunningFacilities;
let own: string;
let other: string;
let facilityId: string;
const stationId = 'station-of-own';

beforeAll(async () => {
  context = await runFacilities();
  own = await context.registerTenant('Own');
  other = await context.registerTenant('Other');
  facilityId = await context.facilityOf(own, { name: 'Own Facility', externalId: 'own-1' });
  await context.announceStation(stationId, { facilityId, tenantId: own });
  await context.data(stationSettings(), { facilityId, stationId });
});
afterAll(() => context.stop());

const stationSettings = () => `mutation ($facilityId: ID!, $stationId: ID!) {
  updateStationSettings(input: { facilityId: $facilityId, stationId: $stationId, settings: [
    { key: "station.listed", value: { boolean: false } }
  ] }) { __typename ${refusalFields} }
}`;

/** Everyone who might ask, by name; made late, as tenants get their ids late. */
const actors: Readonly<Record<string, () => Actor>> = {
  anonymous: () => anonymous,
  'a driver': () => actor('DRIVER'),
  'own operator': () => actor('OPERATOR', own),
  'own attendant': () => actor('ATTENDANT', own),
  'own device': () => actor('DEVICE', own),
  'own partner': () => actor('PARTNER', own),
  'another operator': () => actor('OPERATOR', other),
  'another partner': () => actor('PARTNER', other),
  'an operator without tenant': () => actor('OPERATOR', null),
  'an admin': () => admin,
};

/**
 * What one gets who asks: the code of an error, `null`, a refusal's type, or `given`.
 * Read as a table: a row is a field, a column an actor.
 */
type Outcome = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'null' | 'NotFound' | 'given' | 'none';

const everyone = (outcome: Outcome, but: Partial<Record<keyof typeof actors, Outcome>> = {}) =>
  Object.fromEntries(Object.keys(actors).map((name) => [name, but[name] ?? outcome]));

const ownStaff = {
  'own operator': 'given',
  'own attendant': 'given',
  'own device': 'given',
  'own partner': 'given',
  'an admin': 'given',
} as const;
const configReaders = {
  anonymous: 'UNAUTHENTICATED',
  'own operator': 'given',
  'own attendant': 'given',
  'own partner': 'given',
  'an admin': 'given',
  'another operator': 'null',
  'another partner': 'null',
  'an operator without tenant': 'null',
} as const;
const writers = {
  anonymous: 'UNAUTHENTICATED',
  'own operator': 'given',
  'an admin': 'given',
  'another operator': 'NotFound',
  'an operator without tenant': 'NotFound',
} as const;

const reads: [field: string, query: string, Record<string, Outcome>][] = [
  [
    'facility',
    'query ($facilityId: ID!) { it: facility(id: $facilityId) { id name } }',
    everyone('given'),
  ],
  [
    'Facility as an entity',
    `query ($facilityId: ID!) { it: _entities(representations: [{ __typename: "Facility", id: $facilityId }]) {
      ... on Facility { name } } }`,
    everyone('given'),
  ],
  [
    'Tenant as an entity',
    `query ($own: ID!) { it: _entities(representations: [{ __typename: "Tenant", id: $own }]) {
      ... on Tenant { name } } }`,
    everyone('null', ownStaff),
  ],
  [
    'Facility.tenant',
    'query ($facilityId: ID!) { facility(id: $facilityId) { it: tenant { name } } }',
    everyone('null', { ...ownStaff, anonymous: 'UNAUTHENTICATED' }),
  ],
  [
    'Facility.administration',
    'query ($facilityId: ID!) { facility(id: $facilityId) { it: administration { version externalId } } }',
    everyone('null', { ...ownStaff, anonymous: 'UNAUTHENTICATED' }),
  ],
  [
    'tenant',
    'query ($own: ID!) { it: tenant(id: $own) { name } }',
    everyone('null', { ...ownStaff, anonymous: 'UNAUTHENTICATED' }),
  ],
  [
    'facilityByExternalId',
    'query ($own: ID!) { it: facilityByExternalId(tenantId: $own, externalId: "own-1") { id } }',
    everyone('FORBIDDEN', {
      ...writers,
      'another operator': 'null',
      'an operator without tenant': 'null',
    }),
  ],
  [
    'config of a tenant',
    'query ($own: ID!) { it: config(scope: TENANT, scopeId: $own) { version } }',
    everyone('FORBIDDEN', configReaders),
  ],
  [
    'config of a facility',
    'query ($facilityId: ID!) { it: config(scope: FACILITY, scopeId: $facilityId) { version } }',
    everyone('FORBIDDEN', configReaders),
  ],
  [
    'config of a station',
    'query ($stationId: ID!) { it: config(scope: STATION, scopeId: $stationId) { version } }',
    everyone('FORBIDDEN', configReaders),
  ],
  [
    'configHistory',
    `query ($stationId: ID!) { it: configHistory(scope: STATION, scopeId: $stationId, first: 10) {
      edges { node { key } } } }`,
    everyone('FORBIDDEN', configReaders),
  ],
];

const mutations: [field: string, mutation: string, Record<string, Outcome>][] = [
  [
    'updateFacility',
    `mutation ($facilityId: ID!) { it: updateFacility(input: { facilityId: $facilityId, evPolicy: STRICT }) {
      __typename } }`,
    everyone('FORBIDDEN', writers),
  ],
  [
    'setFacilityStatus',
    `mutation ($facilityId: ID!) { it: setFacilityStatus(input: { facilityId: $facilityId, status: ACTIVE }) {
      __typename } }`,
    everyone('FORBIDDEN', writers),
  ],
  [
    'setConfig of a facility',
    `mutation ($facilityId: ID!) { it: setConfig(input: { scope: FACILITY, scopeId: $facilityId,
      key: "parking.occupancy.highPercent" }) { __typename } }`,
    everyone('FORBIDDEN', writers),
  ],
  [
    'setConfig of a tenant',
    `mutation ($own: ID!) { it: setConfig(input: { scope: TENANT, scopeId: $own,
      key: "parking.occupancy.highPercent" }) { __typename } }`,
    everyone('FORBIDDEN', writers),
  ],
  [
    'setConfig of a station',
    `mutation ($stationId: ID!) { it: setConfig(input: { scope: STATION, scopeId: $stationId,
      key: "station.listed" }) { __typename } }`,
    everyone('FORBIDDEN', writers),
  ],
  [
    'updateStationSettings',
    `mutation ($facilityId: ID!, $stationId: ID!) {
      it: updateStationSettings(input: { facilityId: $facilityId, stationId: $stationId, settings: [
        { key: "station.listed", value: { boolean: false } } ] }) { __typename } }`,
    everyone('FORBIDDEN', writers),
  ],
  [
    'registerFacility for the tenant',
    `mutation ($input: RegisterFacilityInput!) { it: registerFacility(input: $input) { __typename } }`,
    everyone('FORBIDDEN', writers),
  ],
];

async function outcomeOf(operation: string, who: string): Promise<Outcome> {
  const input = facilityInput({ tenantId: own, name: `By ${who}` });
  const variables = { facilityId, stationId, own, input };
  const used = Object.fromEntries(
    Object.entries(variables).filter(([name]) => operation.includes(`$${name}`)),
  );
  const { data, errors } = await context.ask(operation, used, actors[who]?.());
  const code = errors?.[0]?.extensions?.['code'];
  if (code !== undefined) return code as Outcome;
  const found = [data, data?.['facility']]
    .map((place) => (place as { it?: unknown } | null | undefined)?.it)
    .find((it) => it !== undefined);
  const it = Array.isArray(found) ? (found as unknown[])[0] : found;
  if (it == null) return 'null';
  return (it as { __typename?: string }).__typename === 'NotFound' ? 'NotFound' : 'given';
}

describe.each([...reads, ...mutations])('%s', (_field, operation, expected) => {
  it('is for those only whom it concerns', async () => {
    const outcomes: Record<string, Outcome> = {};
    for (const who of Object.keys(actors)) outcomes[who] = await outcomeOf(operation, who);
    expect(outcomes).toEqual(expected);
  });
});

describe('tenants', () => {
  const tenantsOf = async (who: Actor) => {
    const { tenants } = await context.data<{ tenants: { edges: { node: { name: string } }[] } }>(
      '{ tenants(first: 10) { edges { node { name } } } }',
      {},
      who,
    );
    return tenants.edges.map(({ node }) => node.name);
  };

  it('are all for an admin, their own for staff, none for drivers', async () => {
    expect(await tenantsOf(admin)).toEqual(['Other', 'Own']);
    expect(await tenantsOf(actor('OPERATOR', other))).toEqual(['Other']);
    expect(await tenantsOf(actor('DRIVER'))).toEqual([]);
  });

  it('are read page by page', async () => {
    const query = `query ($after: String) { tenants(first: 1, after: $after) {
      edges { node { name } } pageInfo { hasNextPage endCursor } } }`;
    interface Page {
      tenants: { edges: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }
    const { tenants: first } = await context.data<Page>(query);
    expect(first).toMatchObject({
      edges: [{ node: { name: 'Other' } }],
      pageInfo: { hasNextPage: true },
    });
    const { tenants: second } = await context.data<Page>(query, {
      after: first.pageInfo.endCursor,
    });
    expect(second).toMatchObject({
      edges: [{ node: { name: 'Own' } }],
      pageInfo: { hasNextPage: false },
    });
  });
});

describe('what another tenant tried', () => {
  it('left nothing behind', async () => {
    const before = await context.sql('SELECT id, version FROM facility ORDER BY id');
    const intruder = actor('OPERATOR', other);
    for (const [, mutation] of mutations) {
      const input = facilityInput({ tenantId: own, name: 'Intruder' });
      await context.ask(mutation, { facilityId, stationId, own, input }, intruder);
    }
    expect(await context.sql('SELECT id, version FROM facility ORDER BY id')).toEqual(before);
    const written = (await context.outbox()).filter(({ actor_id }) => actor_id === intruder.id);
    expect(written).toEqual([]);
  });

  it('cannot claim a station of the other by its id', async () => {
    const intruder = actor('OPERATOR', other);
    const theirs = await context.facilityOf(other, { name: 'Their Facility' });
    const { updateStationSettings } = await context.data(
      stationSettings(),
      { facilityId: theirs, stationId },
      intruder,
    );
    expect(updateStationSettings).toMatchObject({ __typename: 'NotFound' });
  });
});

describe('entities', () => {
  it('are given in one batch, null for what does not exist', async () => {
    const representations = ['unknown', facilityId, 'other', facilityId].map((id) => ({
      __typename: 'Facility',
      id,
    }));
    const { _entities } = await context.data(
      `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on Facility { name operatorName } }
      }`,
      { representations },
      anonymous,
    );
    const known = { name: 'Own Facility', operatorName: 'Own' };
    expect(_entities).toEqual([null, known, null, known]);
  });
});
