import type { Actor, SlotKind, SlotSize } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { ConfigOwner, Configuration, SettingEvent } from '../domain/configuration.js';
import type { Facility, FacilityEvent, FacilityStatus } from '../domain/facility.js';
import type { FreePlaces } from '../domain/free-places.js';
import type { Circle } from '../domain/geography.js';
import type { ConfigScope, SettingValue } from '../domain/setting.js';
import type { Taken } from '../domain/taken.js';
import type { Tenant, TenantEvent } from '../domain/tenant.js';
import type { Reach } from '@voltpark/kit/reach';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** All that happens in this context. */
export type DomainEvent = TenantEvent | FacilityEvent | SettingEvent;

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
}

/** Reading. */
export interface Reads {
  readonly tenants: TenantReads;
  readonly facilities: FacilityReads;
  readonly configurations: ConfigurationReads;
}

/** Reading and writing within one transaction. */
export interface Stores {
  readonly tenants: TenantStore;
  readonly facilities: FacilityStore;
  readonly configurations: ConfigurationStore;
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: {
      readonly idempotencyKey: string;
      readonly operation: string;
      readonly input: unknown;
    },
    run: () => Promise<Result>,
  ) => Promise<Result | Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>>;
}

/** A stretch of a list: at most `limit` rows behind the sort key `after`. */
export interface Slice<Key> {
  readonly limit: number;
  readonly after: Key | null;
}

export interface TenantReads {
  /** In any order; those that do not exist or lie out of reach are left out. */
  byIds(ids: readonly string[], reach: Reach): Promise<Tenant[]>;
  /** By name. */
  list(
    slice: Slice<readonly [nameKey: string, id: string]>,
    reach: Reach,
  ): Promise<{ readonly tenant: Tenant; readonly nameKey: string }[]>;
}

export interface TenantStore extends TenantReads {
  /**
   * The tenant, held until the transaction ends: registrations and renamings of one tenant's facilities happen
   * one after the other, so that what was not taken stays so.
   */
  hold(id: string, reach: Reach): Promise<Tenant | null>;
  /** True when a tenant, of anyone, has the name. Names stay as they are until the transaction ends. */
  isNameTaken(name: string): Promise<boolean>;
  save(events: readonly TenantEvent[]): Promise<void>;
}

/** What facilities in a list have in common. */
export interface FacilityCriteria {
  readonly city: string | null;
  readonly near: Circle | null;
  readonly statuses: readonly FacilityStatus[];
  readonly tenantId: string | null;
  readonly hasFree: { readonly sizes: readonly SlotSize[]; readonly kind: SlotKind | null } | null;
}

/** A facility in a list: where it stands there, and how far it is from the centre of the criteria's circle. */
export interface FoundFacility {
  readonly id: string;
  readonly nameKey: string;
  readonly distanceMetres: number | null;
}

/** The order of a list and where in it to begin. */
export type FacilitySlice =
  | ({ readonly orderBy: 'NAME' } & Slice<readonly [nameKey: string, id: string]>)
  | ({ readonly orderBy: 'DISTANCE' } & Slice<readonly [distanceMetres: number, id: string]>);

export interface FacilityReads {
  /** In any order; those that do not exist or lie out of reach are left out. */
  byIds(ids: readonly string[], reach: Reach): Promise<Facility[]>;
  byExternalId(tenantId: string, externalId: string, reach: Reach): Promise<Facility | null>;
  /** DISTANCE needs `criteria.near`. */
  find(criteria: FacilityCriteria, slice: FacilitySlice, reach: Reach): Promise<FoundFacility[]>;
  /** Names of tenants by id: what stands on the sign of their facilities, and therefore public. */
  operatorNames(tenantIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface FacilityStore extends FacilityReads {
  /** The facility, held until the transaction ends. */
  hold(id: string, reach: Reach): Promise<Facility | null>;
  /** Which other facilities of the tenant have the name or the external id. */
  taken(
    tenantId: string,
    wanted: { readonly name: string; readonly externalId: string | null },
    exceptId?: string,
  ): Promise<Taken>;
  save(events: readonly FacilityEvent[]): Promise<void>;
}

/** The projection of parking's reports. */
export interface FreePlacesStore {
  /**
   * Keeps how many places are free, as of a version of parking's report: all of the facility, or nothing when a
   * report of that version or a later one has been kept.
   */
  keep(facilityId: string, places: readonly FreePlaces[], version: number): Promise<void>;
}

/** A change of a setting, as the history keeps it. */
export interface KeptChange {
  readonly id: string;
  readonly key: string;
  readonly previous: SettingValue | null;
  readonly value: SettingValue | null;
  readonly changedAt: Date;
  readonly changedBy: string;
}

export interface ConfigurationReads {
  load(scope: ConfigScope, scopeId: string, reach: Reach): Promise<Configuration | null>;
  /** The latest first; of one setting when `key` is given. */
  history(
    of: { readonly scope: ConfigScope; readonly scopeId: string; readonly key: string | null },
    slice: Slice<string>,
    reach: Reach,
  ): Promise<KeptChange[]>;
}

export interface ConfigurationStore extends ConfigurationReads {
  /** The configuration, held until the transaction ends. */
  hold(scope: ConfigScope, scopeId: string, reach: Reach): Promise<Configuration | null>;
  /** Begins an owner's configuration; its events follow. False when it had begun already. */
  begin(owner: ConfigOwner): Promise<boolean>;
  save(events: readonly SettingEvent[]): Promise<void>;
}
