import type { SlotKind, SlotSize } from '@voltpark/contracts';
import { isWithinOpeningHours, nextOpening } from '@voltpark/contracts/opening-times';
import type { Position } from './geography.js';
import type { NamedSchedule } from './opening-hours.js';

export type FacilityStatus = 'ACTIVE' | 'INACTIVE' | 'MAINTENANCE';
export type PricingStrategy = 'BASIC' | 'PEAK_HOUR' | 'SUBSCRIPTION' | 'EV_OPTIMIZED';
export type EvPolicy = 'STRICT' | 'LENIENT';

/** As on an envelope. */
export interface Address {
  readonly street: string;
  /** Empty where the country has none. */
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** How many places of one size and kind a facility was built with. */
export interface PlannedPlaces {
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly places: number;
}

/** What a tenant says about a facility of its own. */
export interface FacilityDetails extends NamedSchedule {
  /** Its id in the tenant's own systems. */
  readonly externalId: string | null;
  readonly name: string;
  readonly address: Address;
  readonly position: Position;
  /** ISO 4217. */
  readonly currency: string;
  readonly capacity: readonly PlannedPlaces[];
  readonly pricingStrategy: PricingStrategy;
  readonly evPolicy: EvPolicy;
}

/** Whether it does business, and if not, why. */
export type Operation =
  | { readonly status: 'ACTIVE' }
  | { readonly status: 'INACTIVE' | 'MAINTENANCE'; readonly reason: string | null };

/** One site with places to park. */
export interface Facility extends FacilityDetails {
  readonly id: string;
  readonly tenantId: string;
  readonly operation: Operation;
  /** Counts the facility's events from 1. */
  readonly version: number;
  readonly registeredAt: Date;
  readonly updatedAt: Date;
}

/** What happened to a facility; each carries the facility as it is afterwards. */
export type FacilityEvent =
  | { readonly type: 'FacilityRegistered'; readonly facility: Facility }
  | { readonly type: 'FacilityUpdated'; readonly facility: Facility }
  | {
      readonly type: 'FacilityStatusChanged';
      readonly facility: Facility;
      readonly previous: FacilityStatus;
    };

/** Somebody else changed the facility since the version that the command was based on. */
export interface FacilityChanged {
  readonly type: 'FacilityChanged';
  readonly message: string;
  readonly expectedVersion: number;
  readonly currentVersion: number;
}

/** The refusal for a command that was based on another version; none when it did not say on which. */
export function changedSince(
  facility: Facility,
  expectedVersion: number | undefined,
): FacilityChanged | undefined {
  if (expectedVersion === undefined || expectedVersion === facility.version) return undefined;
  return {
    type: 'FacilityChanged',
    expectedVersion,
    currentVersion: facility.version,
    message: `The facility has version ${facility.version} by now, not ${expectedVersion}.`,
  };
}

/** Whether it admits vehicles at an instant: it does business, and the instant lies in its opening hours. */
export function isOpen(facility: Facility, at: Date): boolean {
  return facility.operation.status === 'ACTIVE' && isWithinOpeningHours(facility, at);
}

/** When it next goes from closed to open behind an instant; null when it does not as far as one can say. */
export function opensNext(facility: Facility, after: Date): Date | null {
  return facility.operation.status === 'ACTIVE' ? nextOpening(facility, after) : null;
}

/** Why it is not ACTIVE; null when it is, or when nobody said why. */
export function reasonOf(operation: Operation): string | null {
  return operation.status === 'ACTIVE' ? null : operation.reason;
}

/** All planned places together. */
export function plannedPlaces(capacity: readonly PlannedPlaces[]): number {
  return capacity.reduce((sum, { places }) => sum + places, 0);
}
