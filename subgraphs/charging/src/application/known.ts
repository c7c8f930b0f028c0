import type { Tariff } from '@voltpark/contracts';
import type { Stay } from '../domain/stay.js';

/** A facility as its context tells of it. */
export interface KnownFacility {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly status: string;
}

/** A vehicle as its context tells of it. */
export interface KnownVehicle {
  readonly id: string;
  readonly registration: string;
  readonly customerId: string | null;
  readonly isElectric: boolean;
  /** What it can be plugged into; empty: not known. */
  readonly connectorTypes: readonly string[];
  /** Usable energy of its battery; null: not known. */
  readonly batteryWh: number | null;
  readonly active: boolean;
}

/** A setting of a tenant or facility. */
export interface Setting {
  readonly scope: 'TENANT' | 'FACILITY';
  readonly scopeId: string;
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
}

/** A version of a tariff. It never changes. */
export interface KnownTariffVersion {
  readonly id: string;
  readonly tariffId: string;
  readonly number: number;
  readonly tenantId: string;
  readonly name: string;
  readonly effectiveFrom: Date;
  readonly tariff: Tariff;
}

/** By which tariff a facility or one of its stations is priced from an instant on. */
export interface KnownAssignment {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly stationId: string | null;
  readonly tariffId: string | null;
  readonly effectiveFrom: Date;
}

/** What charging keeps of other contexts, for reading. */
export interface KnownReads {
  facility(id: string): Promise<KnownFacility | null>;
  /** Those of the ids of facilities, of stays and of the registrations that charging ever heard of. */
  facilityIds(ids: readonly string[]): Promise<string[]>;
  stayIds(ids: readonly string[]): Promise<string[]>;
  registrations(registrations: readonly string[]): Promise<string[]>;
  /** The active vehicle of the registration that was told of last. */
  vehicle(registration: string): Promise<KnownVehicle | null>;
  stay(id: string): Promise<Stay | null>;
  /** The stay of the vehicle that is inside; the latest, where a leaving was not told yet. */
  openStay(registration: string): Promise<Stay | null>;
  /** Values of settings for a facility: its own before its tenant's. */
  settings(
    facility: Pick<KnownFacility, 'id' | 'tenantId'>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, unknown>>;
  tariff(versionId: string): Promise<KnownTariffVersion | null>;
  /**
   * Id of the version that prices a session begun at the station at the instant; null: charging is free.
   * @throws NotToldYet when a tariff is assigned of which nothing else was told
   */
  tariffInForce(
    station: { readonly id: string; readonly facilityId: string },
    at: Date,
  ): Promise<string | null>;
}

/** Keeps what others tell. Nothing older ever overwrites something newer. */
export interface KnownStore extends KnownReads {
  /** The facility, held until the transaction ends: names of its stations are given one after the other. */
  holdFacility(id: string): Promise<KnownFacility | null>;
  keepFacility(facility: KnownFacility, version: number): Promise<void>;
  /** False when the facility is not known yet. */
  keepFacilityStatus(facilityId: string, status: string, version: number): Promise<boolean>;
  keepVehicle(vehicle: KnownVehicle, version: number): Promise<void>;
  keepSetting(setting: Setting): Promise<void>;
  keepTariffVersion(version: KnownTariffVersion): Promise<void>;
  keepAssignment(assignment: KnownAssignment, version: number): Promise<void>;
  /** The stay, held until the transaction ends. */
  holdStay(id: string): Promise<Stay | null>;
  saveStay(stay: Stay): Promise<void>;
}
