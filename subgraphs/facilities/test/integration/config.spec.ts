import { facilitiesEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/domain/setting-catalogue.js';
import { actor, admin, noon } from '../support/builders.js';
import {
  refusalFields,
  runFacilities,
  type Result,
  type RunningFacilities,
} from '../support/running.js';

let context: RunningFacilities;
let tenantId: string;
let facilityId: string;
beforeAll(async () => {
  context = await runFacilities({ clock: { now: () => noon } });
  tenantId = await context.registerTenant('Elbe Parking');
  facilityId = await context.facilityOf(tenantId);
});
afterAll(() => context.stop());

const value = `__typename
  ... on BooleanValue { boolean } ... on IntegerValue { integer } ... on DecimalValue { decimal }
  ... on TextValue { text } ... on DurationValue { duration }`;
const refusals = `
  ... on UnknownSetting { key knownKeys } ... on WrongSettingType { key expected }
  ... on SettingOutOfRange { definition { key minimum maximum choices } }
  ... on SettingNotInScope { scopes } ... on InvalidInput { field } ... on NotFound { entity key }
  ${refusalFields}`;
const high = 'parking.occupancy.highPercent';

async function set(input: object, by = admin): Promise<Result> {
  const { setConfig } = await context.data<{ setConfig: Result }>(
    `mutation ($input: SetConfigInput!) { setConfig(input: $input) {
      __typename ... on ConfigSet { setting { key value { ${value} } isDefault changedAt changedBy } }
      ${refusals}
    } }`,
    { input: { scope: 'FACILITY', scopeId: facilityId, ...input } },
    by,
  );
  return setConfig;
}

interface Settings {
  readonly config: {
    readonly version: number;
    readonly settings: {
      readonly key: string;
      readonly value: object;
      readonly isDefault: boolean;
    }[];
  };
}
const read = async (scope: string, scopeId: string, keys?: string[]) =>
  (
    await context.data<Settings>(
      `query ($scope: ConfigScope!, $scopeId: ID!, $keys: [String!]) { config(scope: $scope, scopeId: $scopeId) {
        version settings(keys: $keys) { key isDefault changedAt changedBy value { ${value} }
          definition { description type group scopes } }
      } }`,
      { scope, scopeId, ...(keys && { keys }) },
    )
  ).config;

describe('the settings of a facility', () => {
  it('are all there from the first moment, at their defaults', async () => {
    const fresh = await context.facilityOf(tenantId, { name: 'Fresh' });
    const { settings, version } = await read('FACILITY', fresh);
    expect(settings.map(({ key }) => key)).toEqual(settingsOf('FACILITY').map(({ key }) => key));
    expect(settings.every(({ isDefault }) => isDefault)).toBe(true);
    expect(version).toBe(settings.length);
  });

  it('begin with what the tenant has set', async () => {
    await set({ scope: 'TENANT', scopeId: tenantId, key: high, value: { integer: 70 } });
    const heir = await context.facilityOf(tenantId, { name: 'Heir' });
    const { settings } = await read('FACILITY', heir, [high, 'no.such.key']);
    expect(settings).toMatchObject([{ key: high, value: { integer: 70 }, isDefault: false }]);
    await set({ scope: 'TENANT', scopeId: tenantId, key: high });
  });

  it('change, say who did it, publish it and remember it', async () => {
    const operator = actor('OPERATOR', tenantId);
    expect(await set({ key: high, value: { integer: 95 } }, operator)).toMatchObject({
      __typename: 'ConfigSet',
      setting: {
        key: high,
        value: { __typename: 'IntegerValue', integer: 95 },
        isDefault: false,
        changedAt: noon.toISOString(),
        changedBy: operator.id,
      },
    });
    const published = (await context.outbox()).at(-1);
    expect(published).toMatchObject({
      type: 'facilities.config.changed.v1',
      aggregate_type: 'facility_configuration',
      aggregate_version: String(settingsOf('FACILITY').length + 1),
      actor_id: operator.id,
      tenant_id: tenantId,
    });
    expect(facilitiesEvents.configChanged.data.parse(published?.data)).toEqual({
      ...{ key: high, scope: 'FACILITY', scopeId: facilityId, tenantId },
      ...{ previous: 90, value: 95 },
    });

    expect(await set({ key: high })).toMatchObject({ setting: { isDefault: true } });
    const { configHistory } = await context.data(
      `query ($scopeId: ID!) { configHistory(scope: FACILITY, scopeId: $scopeId, key: "${high}", first: 5) {
        edges { node { key changedAt changedBy previous { ${value} } value { ${value} } } }
        pageInfo { hasNextPage }
      } }`,
      { scopeId: facilityId },
    );
    expect(configHistory).toMatchObject({
      edges: [
        { node: { previous: { integer: 95 }, value: { integer: 90 }, changedBy: admin.id } },
        { node: { previous: { integer: 90 }, value: { integer: 95 }, changedBy: operator.id } },
      ],
      pageInfo: { hasNextPage: false },
    });
  });

  it('keep quiet about what is so already', async () => {
    const before = await context.outbox();
    expect(await set({ key: 'feature.charging', value: { boolean: true } })).toMatchObject({
      __typename: 'ConfigSet',
      setting: { changedAt: null, changedBy: null },
    });
    expect(await context.outbox()).toEqual(before);
  });

  it.each([
    ['feature.charging', { boolean: false }],
    ['operator.supportPhone', { text: '+49 351 123' }],
    ['parking.exitGrace', { duration: 'PT20M' }],
    ['parking.occupancy.normalPercent', { integer: 60 }],
  ])('take %s as %j and give it back', async (key, given) => {
    expect(await set({ key, value: given })).toMatchObject({ setting: { value: given } });
  });

  it.each([
    [{ key: 'no.such.key' }, { __typename: 'UnknownSetting', key: 'no.such.key' }],
    [
      { key: high, value: { text: '95' } },
      { __typename: 'WrongSettingType', expected: 'INTEGER' },
    ],
    [
      { key: high, value: { integer: 101 } },
      { __typename: 'SettingOutOfRange', definition: { minimum: '1', maximum: '100' } },
    ],
    [{ key: 'station.listed' }, { __typename: 'SettingNotInScope', scopes: ['STATION'] }],
    [
      { key: high, value: {} },
      { __typename: 'InvalidInput', field: 'value' },
    ],
    [
      { key: high, value: { integer: 1, text: '1' } },
      { __typename: 'InvalidInput', field: 'value' },
    ],
    [
      { key: high, scopeId: 'unknown' },
      { __typename: 'NotFound', entity: 'Facility' },
    ],
    [
      { key: high, scope: 'TENANT', scopeId: 'unknown' },
      { __typename: 'NotFound', entity: 'Tenant' },
    ],
    [
      { key: high, scope: 'STATION', scopeId: 'unknown' },
      { __typename: 'NotFound', entity: 'Station' },
    ],
  ])('refuse %j and stay as they are', async (input, refusal) => {
    const before = await context.outbox();
    expect(await set(input)).toMatchObject(refusal);
    expect(await context.outbox()).toEqual(before);
  });

  it('are counted without gaps when many are changed at once', async () => {
    const busy = await context.facilityOf(tenantId, { name: 'Busy' });
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        set({ scopeId: busy, key: high, value: { integer: 50 + index } }),
      ),
    );
    const versions = (await context.outbox())
      .filter((row) => row.aggregate_id === busy && row.type === 'facilities.config.changed.v1')
      .map((row) => Number(row.aggregate_version));
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    expect(versions).toHaveLength(settingsOf('FACILITY').length + 10);
  });

  it('have a history that nobody can change', async () => {
    for (const statement of [
      `UPDATE setting_change SET changed_by = 'nobody'`,
      'DELETE FROM setting_change',
      'TRUNCATE setting_change',
    ]) {
      await expect(context.sql(statement)).rejects.toThrow(/append-only/);
    }
  });
});

describe('the settings of a station', () => {
  async function update(input: object): Promise<Result> {
    const { updateStationSettings } = await context.data<{ updateStationSettings: Result }>(
      `mutation ($input: UpdateStationSettingsInput!) { updateStationSettings(input: $input) {
        __typename
        ... on StationSettingsUpdated { configuration { scope scopeId settings { key value { ${value} } } } }
        ${refusals}
      } }`,
      { input: { facilityId, ...input } },
    );
    return updateStationSettings;
  }

  it('begin when charging announces it: seeded once, and published', async () => {
    await context.announceStation('station-new', { facilityId, tenantId });
    await context.announceStation('station-new', { facilityId, tenantId });
    const seeded = (await context.outbox()).filter(
      ({ aggregate_id }) => aggregate_id === 'station-new',
    );
    expect(seeded.map((row) => facilitiesEvents.stationConfigUpdated.data.parse(row.data))).toEqual(
      settingsOf('STATION').map((setting) => ({
        ...{ stationId: 'station-new', facilityId, tenantId },
        ...{ key: setting.key, previous: null, value: setting.default },
      })),
    );
    const { settings } = await read('STATION', 'station-new');
    expect(settings).toHaveLength(settingsOf('STATION').length);
    expect(settings.every(({ isDefault }) => isDefault)).toBe(true);
  });

  it('do not begin at a facility that is not the tenant’s', async () => {
    const other = await context.registerTenant('Another');
    await expect(
      context.announceStation('station-wrong', { facilityId, tenantId: other }),
    ).rejects.toThrow(/not its tenant's/);
  });

  it('are not found before the station was announced', async () => {
    const settings = [{ key: 'station.listed', value: { boolean: false } }];
    expect(await update({ stationId: 'station-unheard', settings })).toMatchObject({
      __typename: 'NotFound',
      entity: 'Station',
      key: 'station-unheard',
    });
  });

  it('change together, and are published one by one', async () => {
    const settings = [
      { key: 'station.maxPowerKw', value: { decimal: '150.5' } },
      { key: 'station.loadBalancing', value: { text: 'NONE' } },
    ];
    await context.announceStation('station-1', { facilityId, tenantId });
    const result = await update({ stationId: 'station-1', settings });
    expect(result).toMatchObject({
      __typename: 'StationSettingsUpdated',
      configuration: { scope: 'STATION', scopeId: 'station-1' },
    });
    const { settings: all } = await read('STATION', 'station-1');
    expect(all.filter(({ isDefault }) => !isDefault)).toMatchObject([
      { key: 'station.loadBalancing', value: { text: 'NONE' } },
      { key: 'station.maxPowerKw', value: { decimal: '150.5' } },
    ]);
    const events = (await context.outbox()).filter(
      ({ aggregate_id }) => aggregate_id === 'station-1',
    );
    expect(events.map(({ aggregate_version }) => Number(aggregate_version))).toEqual(
      events.map((_, index) => index + 1),
    );
    expect(facilitiesEvents.stationConfigUpdated.data.parse(events.at(-1)?.data)).toEqual({
      ...{ stationId: 'station-1', facilityId, tenantId },
      ...{ key: 'station.loadBalancing', previous: 'EQUAL', value: 'NONE' },
    });
  });

  it.each([
    [[], { __typename: 'InvalidInput', field: 'settings' }],
    [
      [{ key: 'station.listed' }, { key: 'station.listed' }],
      { __typename: 'InvalidInput', field: 'settings.1.key' },
    ],
    [
      [{ key: 'station.listed', value: { boolean: false } }, { key: 'nonsense' }],
      { __typename: 'UnknownSetting', key: 'nonsense' },
    ],
    [
      [{ key: 'station.loadBalancing', value: { text: 'LOUDEST' } }],
      { __typename: 'SettingOutOfRange', definition: { choices: ['NONE', 'EQUAL', 'FIRST_COME'] } },
    ],
    [
      [{ key: 'station.listed', value: {} }],
      { __typename: 'InvalidInput', field: 'settings.0.value' },
    ],
    [[{ key: 'feature.reservations' }], { __typename: 'SettingNotInScope' }],
  ])('refuse %j and stay as they are', async (settings, refusal) => {
    await context.announceStation('station-2', { facilityId, tenantId });
    const before = await context.outbox();
    expect(await update({ stationId: 'station-2', settings })).toMatchObject(refusal);
    expect(await context.outbox()).toEqual(before);
  });

  it.each(['', ' ', 'x'.repeat(65)])('are not those of the id "%s"', async (stationId) => {
    expect(await update({ stationId, settings: [{ key: 'station.listed' }] })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'stationId',
    });
  });

  it('belong to one facility', async () => {
    const elsewhere = await context.facilityOf(tenantId, { name: 'Elsewhere' });
    const settings = [{ key: 'station.listed' }];
    await context.announceStation('station-3', { facilityId, tenantId });
    expect(await update({ stationId: 'station-3', facilityId: elsewhere, settings })).toMatchObject(
      {
        __typename: 'NotFound',
        entity: 'Station',
      },
    );
    expect(await update({ stationId: 'x', facilityId: 'unknown', settings })).toMatchObject({
      __typename: 'NotFound',
      entity: 'Facility',
    });
  });
});

describe('the catalogue of settings', () => {
  it('has what other contexts heed', async () => {
    const set = async (key: string, given: object) =>
      (
        await context.data<{ setConfig: Result }>(
          `mutation ($input: SetConfigInput!) { setConfig(input: $input) { __typename } }`,
          { input: { scope: 'FACILITY', scopeId: facilityId, key, value: given } },
        )
      ).setConfig.__typename;
    expect(await set('parking.exitPayment', { text: 'PAY_PRIOR_TO_EXIT' })).toBe('ConfigSet');
    expect(await set('parking.exitPayment', { text: 'PAY_NEVER' })).toBe('SettingOutOfRange');
    expect(await set('parking.exitFreeMinutes', { integer: 20 })).toBe('ConfigSet');
    expect(await set('billing.dueDays', { integer: 30 })).toBe('ConfigSet');
    expect(await set('billing.dueDays', { integer: 0 })).toBe('SettingOutOfRange');
  });

  it('says what each means and takes', async () => {
    const { settingCatalogue } = await context.data<{ settingCatalogue: object[] }>(
      `{ settingCatalogue(scope: STATION) { key description group scopes type minimum maximum choices
        default { ${value} } } }`,
      {},
      actor('ATTENDANT', tenantId),
    );
    expect(settingCatalogue).toHaveLength(settingsOf('STATION').length);
    expect(settingCatalogue[0]).toMatchObject({
      key: 'pricing.chargingTariff',
      type: 'TEXT',
      default: null,
    });
  });
});
