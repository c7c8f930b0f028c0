import type { SlotSize } from '@voltpark/contracts';
import type { ExitTerms } from '../domain/exit.js';
import type { Facility } from '../domain/facility.js';

/** A setting of a tenant or facility. */
export interface Setting {
  readonly scope: 'TENANT' | 'FACILITY';
  readonly scopeId: string;
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
}

/** A facility as its context tells of it. */
export interface KnownFacility extends Facility {
  readonly externalId: string | null;
}

/** A vehicle as its context tells of it. */
export interface KnownVehicle {
  readonly id: string;
  readonly registration: string;
  readonly customerId: string | null;
  readonly size: SlotSize;
  readonly isElectric: boolean;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly active: boolean;
}

/** What parking keeps of other contexts. Nothing older ever overwrites something newer. */
export interface KnownStore {
  keepFacility(facility: KnownFacility, version: number): Promise<void>;
  /** False when the facility is not known yet. */
  keepFacilityStatus(
    facilityId: string,
    status: Facility['status'],
    version: number,
  ): Promise<boolean>;
  keepVehicle(vehicle: KnownVehicle, version: number): Promise<void>;
  keepSetting(setting: Setting): Promise<void>;
  /** Values of settings for a facility: its own before its tenant's. */
  settings(
    facility: Pick<Facility, 'id' | 'tenantId'>,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, unknown>>;
  /** What the facility asks at its exit, by its settings. */
  keepExitTerms(facilityId: string, terms: ExitTerms): Promise<void>;
  facilitiesOf(scope: 'TENANT' | 'FACILITY', scopeId: string): Promise<Facility[]>;
}
