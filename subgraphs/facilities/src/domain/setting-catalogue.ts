import type { ConfigScope, SettingDefinition } from './setting.js';

/**
 * Every setting that Voltpark knows. A new one is a line here: it is then seeded, checked, listed and published
 * like the others. A key is `<area>.<name>` and never changes its meaning; one that is no longer used leaves.
 */
export const settingCatalogue: readonly SettingDefinition[] = [
  {
    key: 'billing.dueDays',
    description: 'Days after its issue at which an invoice is due.',
    group: 'OPERATOR',
    scopes: ['TENANT', 'FACILITY'],
    type: 'INTEGER',
    default: 14,
    minimum: 1,
    maximum: 90,
  },
  {
    key: 'feature.charging',
    description: 'Whether drivers may charge their vehicles.',
    group: 'FEATURE_FLAG',
    scopes: ['TENANT', 'FACILITY'],
    type: 'BOOLEAN',
    default: true,
  },
  {
    key: 'feature.chargingQueue',
    description: 'Whether drivers may queue up for a charger that is taken.',
    group: 'FEATURE_FLAG',
    scopes: ['TENANT', 'FACILITY'],
    type: 'BOOLEAN',
    default: true,
  },
  {
    key: 'feature.reservations',
    description: 'Whether drivers may reserve a place.',
    group: 'FEATURE_FLAG',
    scopes: ['TENANT', 'FACILITY'],
    type: 'BOOLEAN',
    default: true,
  },
  {
    key: 'operator.supportEmail',
    description: 'Address to which drivers may write.',
    group: 'OPERATOR',
    scopes: ['TENANT', 'FACILITY'],
    type: 'TEXT',
    default: null,
    maximumLength: 120,
  },
  {
    key: 'operator.supportPhone',
    description: 'Number that drivers may call, in international form.',
    group: 'OPERATOR',
    scopes: ['TENANT', 'FACILITY'],
    type: 'TEXT',
    default: null,
    maximumLength: 32,
  },
  {
    key: 'parking.exitFreeMinutes',
    description: 'Where parking is paid before the exit: stays shorter than this may leave unpaid.',
    group: 'OPERATOR',
    scopes: ['TENANT', 'FACILITY'],
    type: 'INTEGER',
    default: 0,
    minimum: 0,
    maximum: 240,
  },
  {
    key: 'parking.exitGrace',
    description: 'Time to leave after paying.',
    group: 'OPERATOR',
    scopes: ['TENANT', 'FACILITY'],
    type: 'DURATION',
    default: 'PT15M',
    minimum: 'PT0S',
    maximum: 'PT4H',
  },
  {
    key: 'parking.exitPayment',
    description: 'Whether parking is paid before the exit opens, or afterwards by invoice.',
    group: 'OPERATOR',
    scopes: ['TENANT', 'FACILITY'],
    type: 'TEXT',
    default: 'PAY_AFTER_EXIT',
    maximumLength: 32,
    choices: ['PAY_AFTER_EXIT', 'PAY_PRIOR_TO_EXIT'],
  },
  {
    key: 'parking.reentryGrace',
    description: 'Within this time after leaving, an entry goes on with the earlier stay.',
    group: 'OPERATOR',
    scopes: ['TENANT', 'FACILITY'],
    type: 'DURATION',
    default: 'PT10M',
    minimum: 'PT0S',
    maximum: 'PT4H',
  },
  {
    key: 'parking.occupancy.highPercent',
    description: 'A facility counts as nearly full from this share of its places upwards.',
    group: 'OCCUPANCY_THRESHOLD',
    scopes: ['TENANT', 'FACILITY'],
    type: 'INTEGER',
    default: 90,
    minimum: 1,
    maximum: 100,
  },
  {
    key: 'parking.occupancy.normalPercent',
    description: 'A facility that was nearly full counts as having room from this share downwards.',
    group: 'OCCUPANCY_THRESHOLD',
    scopes: ['TENANT', 'FACILITY'],
    type: 'INTEGER',
    default: 80,
    minimum: 0,
    maximum: 99,
  },
  {
    key: 'pricing.chargingTariff',
    description: 'Id of the tariff by which charging is priced.',
    group: 'RATE_PLAN',
    scopes: ['TENANT', 'FACILITY', 'STATION'],
    type: 'TEXT',
    default: null,
    maximumLength: 64,
  },
  {
    key: 'pricing.parkingRatePlan',
    description: 'Id of the plan by which parking is priced.',
    group: 'RATE_PLAN',
    scopes: ['TENANT', 'FACILITY'],
    type: 'TEXT',
    default: null,
    maximumLength: 64,
  },
  {
    key: 'station.idleGrace',
    description:
      'How long a vehicle may stay plugged in after it stopped charging, before it costs.',
    group: 'STATION',
    scopes: ['STATION'],
    type: 'DURATION',
    default: 'PT15M',
    minimum: 'PT0S',
    maximum: 'PT12H',
  },
  {
    key: 'station.listed',
    description: 'Whether drivers see the station on the map.',
    group: 'STATION',
    scopes: ['STATION'],
    type: 'BOOLEAN',
    default: true,
  },
  {
    key: 'station.loadBalancing',
    description: 'How chargers of a station share what the grid gives.',
    group: 'STATION',
    scopes: ['STATION'],
    type: 'TEXT',
    default: 'EQUAL',
    maximumLength: 16,
    choices: ['NONE', 'EQUAL', 'FIRST_COME'],
  },
  {
    key: 'station.maxPowerKw',
    description: 'What all chargers of a station may draw together; none: what the hardware gives.',
    group: 'STATION',
    scopes: ['STATION'],
    type: 'DECIMAL',
    default: null,
    minimum: '0',
    maximum: '10000',
  },
];

const byKey = new Map(settingCatalogue.map((definition) => [definition.key, definition]));

/** The definition of a setting; undefined when Voltpark knows none of this name. */
export function settingDefinition(key: string): SettingDefinition | undefined {
  return byKey.get(key);
}

/** The settings of a scope, in the order of their keys. */
export function settingsOf(scope: ConfigScope): readonly SettingDefinition[] {
  return settingCatalogue
    .filter(({ scopes }) => scopes.includes(scope))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
