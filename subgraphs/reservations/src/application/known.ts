import type { RatePlan, SlotKind, SlotSize, SlotStatus } from '@voltpark/contracts';
import type { Facility } from '../domain/booking-window.js';
import type { KnownStay, KnownVehicle } from './ports.js';

/** A slot as parking tells of it. */
export interface KnownSlot {
  readonly id: string;
  readonly facilityId: string;
  readonly number: string;
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly status: SlotStatus;
  /** Undefined: this event does not say. */
  readonly distanceMetres?: number | undefined;
}

/** What reservations keep of other contexts. Nothing older ever overwrites something newer. */
export interface KnownStore {
  keepFacility(facility: Facility, version: number): Promise<void>;
  /** False when nothing else is known of the facility yet. */
  keepStatus(id: string, status: Facility['status'], version: number): Promise<boolean>;
  /** @param version that of the facility's occupancy */
  keepSlots(slots: readonly KnownSlot[], version: number): Promise<void>;
  keepStay(stay: KnownStay): Promise<void>;
  endStay(stay: KnownStay, at: Date): Promise<void>;
  /** @param retiredAt since when it is in use no more; null: it is */
  keepVehicle(vehicle: KnownVehicle, retiredAt: Date | null, version: number): Promise<void>;
  /** Forgets stays and vehicles that were over before an instant, at most so many of each. Returns how many. */
  forgetPast(before: Date, limit: number): Promise<number>;
  keepPlanVersion(version: {
    readonly id: string;
    readonly planId: string;
    readonly number: number;
    readonly effectiveFrom: Date;
    readonly content: RatePlan;
  }): Promise<void>;
  keepAssignment(assignment: {
    readonly id: string;
    readonly facilityId: string;
    readonly planId: string | null;
    readonly effectiveFrom: Date;
  }): Promise<void>;
}
