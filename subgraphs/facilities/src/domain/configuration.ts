import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import { settingDefinition, settingsOf } from './setting-catalogue.js';
import {
  valueRefusal,
  type ConfigScope,
  type GivenValue,
  type SettingDefinition,
  type SettingValue,
  type ValueRefusal,
} from './setting.js';

/** To whom settings belong. */
export interface ConfigOwner {
  readonly scope: ConfigScope;
  /** Id of the tenant, facility or station. */
  readonly scopeId: string;
  readonly tenantId: string;
  /** The facility, or the one at which the station stands; null for a tenant. */
  readonly facilityId: string | null;
}

/** A value that was given, by whom and when; by nobody when it was seeded. */
export interface KeptSetting {
  readonly value: SettingValue | null;
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
}

/** All settings of one owner. */
export interface Configuration extends ConfigOwner {
  /** Counts the events of all these settings. */
  readonly version: number;
  /** By key; a setting that is younger than the configuration is not among them and has its default. */
  readonly kept: ReadonlyMap<string, KeptSetting>;
}

/** What happened to one setting. Events of a configuration carry successive versions. */
export interface SettingEvent {
  readonly type: 'SettingSeeded' | 'SettingChanged';
  readonly owner: ConfigOwner;
  readonly key: string;
  readonly previous: SettingValue | null;
  readonly value: SettingValue | null;
  readonly version: number;
  readonly at: Date;
}

/** Another value for one setting; null for its default. */
export interface SettingChange {
  readonly key: string;
  readonly given: GivenValue | null;
}

export type SettingRefusal =
  | ValueRefusal
  | {
      readonly type: 'UnknownSetting';
      readonly message: string;
      readonly key: string;
      readonly knownKeys: readonly string[];
    }
  | {
      readonly type: 'SettingNotInScope';
      readonly message: string;
      readonly key: string;
      readonly scopes: readonly ConfigScope[];
    };

/** A setting with its value in force. */
export interface Setting extends KeptSetting {
  readonly definition: SettingDefinition;
}

/** The setting's value in force: what was given, or the default. */
export function settingIn(configuration: Configuration, definition: SettingDefinition): Setting {
  const kept = configuration.kept.get(definition.key);
  return {
    definition,
    ...(kept ?? { value: definition.default, changedAt: null, changedBy: null }),
  };
}

/** All settings of the scope with their values in force, in the order of their keys. */
export function settingsIn(configuration: Configuration): Setting[] {
  return settingsOf(configuration.scope).map((definition) => settingIn(configuration, definition));
}

/**
 * The first values of an owner's settings: those of its tenant where the tenant has such a setting, else the
 * defaults. From then on they are its own: a later change of the tenant's does not reach them.
 */
export function seedSettings(
  owner: ConfigOwner,
  tenant: Configuration | null,
  at: Date,
): SettingEvent[] {
  return settingsOf(owner.scope).map((definition, index) => ({
    type: 'SettingSeeded',
    owner,
    key: definition.key,
    previous: null,
    value: tenant?.kept.get(definition.key)?.value ?? definition.default,
    version: index + 1,
    at,
  }));
}

/** What speaks against changes in a scope, whatever the values are now; undefined when nothing does. */
export function changesRefusal(
  scope: ConfigScope,
  changes: readonly SettingChange[],
): SettingRefusal | undefined {
  for (const { key, given } of changes) {
    const definition = settingDefinition(key);
    if (definition === undefined) return unknownSetting(key, scope);
    if (!definition.scopes.includes(scope)) return notInScope(definition, scope);
    const refusal = given === null ? undefined : valueRefusal(definition, given);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Several settings get other values, all or none of them. What has the value already is no change. */
export function changeSettings(
  configuration: Configuration,
  changes: readonly SettingChange[],
  at: Date,
): Decision<SettingEvent, SettingRefusal> {
  const { scope, scopeId, tenantId, facilityId } = configuration;
  const refusal = changesRefusal(scope, changes);
  if (refusal !== undefined) return refused(refusal);
  const owner = { scope, scopeId, tenantId, facilityId };
  const events: SettingEvent[] = [];
  for (const { key, given } of changes) {
    const definition = settingDefinition(key);
    if (definition === undefined) continue;
    const previous = settingIn(configuration, definition).value;
    const value = given === null ? definition.default : given.value;
    if (previous === value) continue;
    const version = configuration.version + events.length + 1;
    events.push({ type: 'SettingChanged', owner, key, previous, value, version, at });
  }
  return accepted(...events);
}

function unknownSetting(key: string, scope: ConfigScope): SettingRefusal {
  const knownKeys = settingsOf(scope).map((definition) => definition.key);
  return { type: 'UnknownSetting', key, knownKeys, message: `There is no setting "${key}".` };
}

function notInScope({ key, scopes }: SettingDefinition, scope: ConfigScope): SettingRefusal {
  const message = `${key} belongs to ${scopes.join(' or ')}, not to ${scope}.`;
  return { type: 'SettingNotInScope', key, scopes, message };
}
