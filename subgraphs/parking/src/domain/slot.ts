import type { SlotKind, SlotSize, SlotStatus } from '@voltpark/contracts';

/** Slots of one size and kind: all that matters to the question whether a vehicle may stand there. */
export interface SlotClass {
  readonly size: SlotSize;
  readonly kind: SlotKind;
}

/**
 * All classes in their fixed order, in which occupancy counts them. The order is a part of the stored rows:
 * it may grow at its end, never change.
 */
export const slotClasses = [
  { size: 'COMPACT', kind: 'ICE' },
  { size: 'COMPACT', kind: 'EV' },
  { size: 'STANDARD', kind: 'ICE' },
  { size: 'STANDARD', kind: 'EV' },
  { size: 'LARGE', kind: 'ICE' },
  { size: 'LARGE', kind: 'EV' },
] as const satisfies readonly SlotClass[];

/** Place of a class in {@link slotClasses}, from 0. */
export function classIndexOf({ size, kind }: SlotClass): number {
  return slotClasses.findIndex((known) => known.size === size && known.kind === kind);
}

/** A slot as it stands. */
export interface Slot extends SlotClass {
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly levelId: string;
  readonly levelName: string;
  readonly number: string;
  readonly distanceMetres: number;
  readonly status: SlotStatus;
  /** The open session of the vehicle that stands in it. */
  readonly sessionId: string | null;
  /** The hold that keeps it free for one vehicle. */
  readonly holdId: string | null;
  /** When the next of its bookings begins; null: none that parking knows. */
  readonly bookedFrom: Date | null;
}

/** What the rules about fitting need to know of a vehicle. */
export interface VehicleNeeds {
  readonly size: SlotSize;
  readonly isElectric: boolean;
}

/**
 * STRICT: electric vehicles use EV slots only, and nobody else uses them.
 * LENIENT: each prefers its own kind and takes the other when its own is full.
 */
export type EvPolicy = 'STRICT' | 'LENIENT';

export type Misfit = 'TOO_SMALL' | 'FOR_ELECTRIC_ONLY' | 'NOT_FOR_ELECTRIC';

const sizeOrder: Readonly<Record<SlotSize, number>> = { COMPACT: 0, STANDARD: 1, LARGE: 2 };

/** Why a vehicle may not stand in slots of a class, or null when it may. */
export function misfitOf(vehicle: VehicleNeeds, slot: SlotClass, policy: EvPolicy): Misfit | null {
  if (sizeOrder[slot.size] < sizeOrder[vehicle.size]) return 'TOO_SMALL';
  if (policy === 'LENIENT') return null;
  if (slot.kind === 'EV' && !vehicle.isElectric) return 'FOR_ELECTRIC_ONLY';
  if (slot.kind === 'ICE' && vehicle.isElectric) return 'NOT_FOR_ELECTRIC';
  return null;
}

/**
 * Classes in which a vehicle may stand, the best first: its own kind before the other, and within a kind the
 * smallest size that suffices, so that large slots stay free for large vehicles.
 */
export function preferredClasses(vehicle: VehicleNeeds, policy: EvPolicy): readonly SlotClass[] {
  const own: SlotKind = vehicle.isElectric ? 'EV' : 'ICE';
  return slotClasses
    .filter((slotClass) => misfitOf(vehicle, slotClass, policy) === null)
    .sort(
      (a, b) =>
        Number(b.kind === own) - Number(a.kind === own) || sizeOrder[a.size] - sizeOrder[b.size],
    );
}
