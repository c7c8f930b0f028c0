import { slotSizes, type SlotKind, type SlotSize } from '@voltpark/contracts';
import type { PlannedPlaces } from './facility.js';

/** How many places of one size and kind are free. */
export interface FreePlaces {
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly free: number;
}

/**
 * Free places by size and kind from a counter that does not tell them apart: any of them may be of any kind
 * that the facility was built with, so that each kind is reported free as far as it was built.
 */
export function undistinguishedFreePlaces(
  free: number,
  capacity: readonly PlannedPlaces[],
): FreePlaces[] {
  return capacity
    .filter(({ places }) => places > 0)
    .map(({ size, kind, places }) => ({ size, kind, free: Math.min(Math.max(free, 0), places) }));
}

/** Sizes of places that a vehicle of a size fits: its own and larger. */
export function sizesThatFit(size: SlotSize): readonly SlotSize[] {
  return slotSizes.slice(slotSizes.indexOf(size));
}
