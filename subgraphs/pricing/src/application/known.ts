import type { PricedFacility } from '../domain/assignment.js';
import type { Reach } from '@voltpark/kit/reach';

/** How a facility says that its parking is priced. */
export type PricingStrategy = 'BASIC' | 'PEAK_HOUR' | 'SUBSCRIPTION' | 'EV_OPTIMIZED';

/** What pricing keeps of a facility. */
export interface Facility extends PricedFacility {
  /** IANA. */
  readonly timeZone: string;
  readonly strategy: PricingStrategy;
}

/** What pricing keeps of a charging station. */
export interface Station {
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly connectors: readonly { readonly type: string; readonly powerW: number }[];
}

/** A pass, as accounts tells of it: parking of one vehicle, paid in advance. */
export interface KnownPass {
  readonly id: string;
  readonly tenantId: string;
  readonly customerId: string;
  /** Normalised. */
  readonly registration: string;
  /** Empty: at all of the tenant's. */
  readonly facilityIds: readonly string[];
  readonly validFrom: Date;
  /** Exclusive. */
  readonly validUntil: Date;
}

/** Whose passes for which vehicle, where. */
export interface PassQuestion {
  readonly registration: string;
  readonly customerId: string;
  readonly facility: Pick<Facility, 'id' | 'tenantId'>;
}

/** A stretch of time in which a pass pays. */
export interface PaidTime {
  readonly from: Date;
  readonly to: Date;
}

export interface FacilityReads {
  /** In any order; those that are not known or lie out of reach are left out. */
  byIds(ids: readonly string[], reach: Reach): Promise<Facility[]>;
  stationsByIds(ids: readonly string[], reach: Reach): Promise<Station[]>;
  /** Different time zones of a tenant's facilities, at most so many. */
  zonesOf(tenantId: string, most: number): Promise<string[]>;
  isTenant(id: string): Promise<boolean>;
  /** When passes pay for a vehicle: from when they were paid, until they end. */
  passes(question: PassQuestion): Promise<PaidTime[]>;
}

export interface FacilityStore extends FacilityReads {
  /** The facility, held until the transaction ends: assignments of one facility happen one after the other. */
  hold(id: string, reach: Reach): Promise<Facility | null>;
}

/** Keeps what other contexts tell; older news change nothing. */
export interface KnownStore {
  keepTenant(tenant: { readonly id: string; readonly name: string }): Promise<void>;
  keepFacility(facility: Omit<Facility, 'pricingVersion'>, version: number): Promise<void>;
  keepStation(station: Station, version: number): Promise<void>;
  /** A pass counts from when it first was ACTIVE, until it was CANCELLED. */
  keepPass(
    pass: KnownPass,
    heard: { readonly status: string; readonly at: Date; readonly version: number },
  ): Promise<void>;
}
