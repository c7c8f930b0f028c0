import { describe, expect, it } from 'vitest';
import {
  changeSettings,
  seedSettings,
  settingsIn,
  type Configuration,
  type KeptSetting,
} from '../../src/domain/configuration.js';
import { settingCatalogue, settingsOf } from '../../src/domain/setting-catalogue.js';
import { valueRefusal, type GivenValue } from '../../src/domain/setting.js';
import { noon } from '../support/builders.js';

const owner = {
  scope: 'FACILITY',
  scopeId: 'facility-1',
  tenantId: 'tenant-1',
  facilityId: 'facility-1',
} as const;
const configuration = (kept: Record<string, KeptSetting['value']> = {}): Configuration => ({
  ...owner,
  version: 7,
  kept: new Map(
    Object.entries(kept).map(([key, value]) => [key, { value, changedAt: null, changedBy: null }]),
  ),
});
const high = 'parking.occupancy.highPercent';
const integer = (value: number): GivenValue => ({ type: 'INTEGER', value });

describe('changing settings', () => {
  it('gives a setting another value and says what it was', () => {
    expect(changeSettings(configuration(), [{ key: high, given: integer(95) }], noon)).toEqual({
      outcome: 'accepted',
      events: [
        { type: 'SettingChanged', owner, key: high, previous: 90, value: 95, version: 8, at: noon },
      ],
    });
  });

  it('gives the default back', () => {
    expect(
      changeSettings(configuration({ [high]: 95 }), [{ key: high, given: null }], noon),
    ).toMatchObject({ events: [{ previous: 95, value: 90 }] });
  });

  it('keeps quiet when it has the value already', () => {
    expect(changeSettings(configuration(), [{ key: high, given: integer(90) }], noon)).toEqual({
      outcome: 'accepted',
      events: [],
    });
  });

  it('counts several changes one after the other', () => {
    const changes = [
      { key: high, given: integer(95) },
      { key: 'feature.charging', given: { type: 'BOOLEAN', value: true } as const },
      { key: 'feature.reservations', given: { type: 'BOOLEAN', value: false } as const },
    ];
    expect(changeSettings(configuration(), changes, noon)).toMatchObject({
      events: [{ version: 8 }, { key: 'feature.reservations', version: 9 }],
    });
  });

  it('refuses all when one of them is refused', () => {
    const changes = [
      { key: high, given: integer(95) },
      { key: 'nonsense', given: null },
    ];
    expect(changeSettings(configuration(), changes, noon)).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'UnknownSetting', key: 'nonsense' },
    });
  });

  it('refuses a setting of another scope', () => {
    expect(
      changeSettings(configuration(), [{ key: 'station.listed', given: null }], noon),
    ).toMatchObject({ refusal: { type: 'SettingNotInScope', scopes: ['STATION'] } });
  });
});

describe('the value of a setting', () => {
  const refusalOf = (key: string, given: GivenValue) => {
    const definition = settingCatalogue.find((one) => one.key === key);
    if (definition === undefined) throw new Error(key);
    return valueRefusal(definition, given);
  };

  it.each<[string, GivenValue]>([
    ['feature.charging', { type: 'BOOLEAN', value: false }],
    [high, integer(1)],
    [high, integer(100)],
    ['station.maxPowerKw', { type: 'DECIMAL', value: '22.5' }],
    ['station.loadBalancing', { type: 'TEXT', value: 'FIRST_COME' }],
    ['station.idleGrace', { type: 'DURATION', value: 'PT1H30M' }],
    ['pricing.parkingRatePlan', { type: 'TEXT', value: 'city-2026' }],
  ])('%s takes %j', (key, given) => {
    expect(refusalOf(key, given)).toBeUndefined();
  });

  it.each<[string, GivenValue]>([
    [high, integer(0)],
    [high, integer(101)],
    ['station.maxPowerKw', { type: 'DECIMAL', value: '-0.1' }],
    ['station.maxPowerKw', { type: 'DECIMAL', value: '10000.01' }],
    ['station.loadBalancing', { type: 'TEXT', value: 'LOUDEST' }],
    ['station.idleGrace', { type: 'DURATION', value: 'PT13H' }],
    ['station.idleGrace', { type: 'DURATION', value: 'P1M' }],
    ['station.idleGrace', { type: 'DURATION', value: 'soon' }],
    ['pricing.parkingRatePlan', { type: 'TEXT', value: '' }],
    ['pricing.parkingRatePlan', { type: 'TEXT', value: 'x'.repeat(65) }],
  ])('%s does not take %j', (key, given) => {
    expect(refusalOf(key, given)).toMatchObject({ type: 'SettingOutOfRange' });
  });

  it('is of the type of the setting', () => {
    expect(refusalOf(high, { type: 'TEXT', value: '90' })).toMatchObject({
      type: 'WrongSettingType',
      expected: 'INTEGER',
    });
  });
});

describe('seeding settings', () => {
  it('gives every setting of the scope its default, each counted', () => {
    const seeds = seedSettings(owner, null, noon);
    expect(seeds.map(({ key }) => key)).toEqual(settingsOf('FACILITY').map(({ key }) => key));
    expect(seeds.map(({ version }) => version)).toEqual(seeds.map((_, index) => index + 1));
    expect(seeds.find(({ key }) => key === high)).toMatchObject({ previous: null, value: 90 });
  });

  it('begins with the values of the tenant', () => {
    const seeds = seedSettings(owner, configuration({ [high]: 75 }), noon);
    expect(seeds.find(({ key }) => key === high)).toMatchObject({ value: 75 });
  });

  it('leaves a setting that came later at its default', () => {
    const setting = settingsIn(configuration()).find(({ definition }) => definition.key === high);
    expect(setting).toMatchObject({ value: 90, changedAt: null, changedBy: null });
  });
});

describe('the catalogue', () => {
  it.each(settingCatalogue)('has a default for $key that the setting itself would take', (one) => {
    if (one.default === null) return;
    expect(valueRefusal(one, { type: one.type, value: one.default } as GivenValue)).toBeUndefined();
  });

  it('names every setting once', () => {
    const keys = settingCatalogue.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
