import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Misfit, Slot } from './slot.js';

export interface VehicleAlreadyParked {
  readonly type: 'VehicleAlreadyParked';
  readonly message: string;
  /** Null for those who may not know. */
  readonly facilityId: string | null;
  readonly since: Date | null;
}

export interface FacilityFull {
  readonly type: 'FacilityFull';
  readonly message: string;
}

export interface FacilityClosed {
  readonly type: 'FacilityClosed';
  readonly message: string;
  readonly opensAt: Date | null;
}

export interface FacilityCountsOnly {
  readonly type: 'FacilityCountsOnly';
  readonly message: string;
}

export interface SlotNotFit {
  readonly type: 'SlotNotFit';
  readonly message: string;
  readonly reason: Misfit | 'OUT_OF_SERVICE';
}

export interface SlotTaken {
  readonly type: 'SlotTaken';
  readonly message: string;
  readonly slot: Slot;
}

export type ParkRefusal =
  | VehicleAlreadyParked
  | FacilityFull
  | FacilityClosed
  | FacilityCountsOnly
  | SlotNotFit
  | SlotTaken
  | Exclude<CommonRefusal, { type: 'IdempotencyKeyReused' }>;

const misfits: Readonly<Record<SlotNotFit['reason'], string>> = {
  TOO_SMALL: 'The vehicle is larger than the slot.',
  FOR_ELECTRIC_ONLY: 'Only electric vehicles may use this slot.',
  NOT_FOR_ELECTRIC: 'Electric vehicles have slots of their own here.',
  OUT_OF_SERVICE: 'The slot is out of service.',
};

export const slotNotFit = (reason: SlotNotFit['reason']): SlotNotFit => ({
  type: 'SlotNotFit',
  message: misfits[reason],
  reason,
});

/** Says where and since when to those who may know. */
export const vehicleAlreadyParked = (
  where: { readonly facilityId: string; readonly since: Date } | null,
): VehicleAlreadyParked => ({
  type: 'VehicleAlreadyParked',
  message: 'The vehicle is inside a facility already.',
  facilityId: where?.facilityId ?? null,
  since: where?.since ?? null,
});
