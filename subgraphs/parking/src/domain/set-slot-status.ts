import type { Actor } from '@voltpark/contracts';
import { accepted, notFound, refused, type Decision } from '@voltpark/kit/decision';
import type { SlotChanged, ThresholdCrossed } from './events.js';
import type { Occupancy } from './occupancy.js';
import { changeSlot, type OccupancyChange } from './occupancy-change.js';
import { worksFor } from './permission.js';
import type { Slot } from './slot.js';
import type { NotFound } from './refusals.js';

export interface SlotInUse {
  readonly type: 'SlotInUse';
  readonly message: string;
  readonly slot: Slot;
}

/** The slot changed, and the occupancy with it. */
export type SlotStatusSet = OccupancyChange<SlotChanged | ThresholdCrossed> & {
  readonly slot: Slot;
};

/** Takes a slot out of service or back in. A vehicle in it, or a reservation of it, comes first. */
export function decideSlotStatus(
  state: { readonly slot: Slot | null; readonly occupancy: Occupancy | null },
  command: {
    readonly actor: Actor;
    readonly slotId: string;
    readonly status: 'AVAILABLE' | 'MAINTENANCE';
  },
): Decision<SlotStatusSet, SlotInUse | NotFound> {
  const { slot, occupancy } = state;
  if (slot === null || occupancy === null || !worksFor(command.actor, slot.tenantId)) {
    return refused(notFound('Slot', command.slotId));
  }
  if (slot.status === command.status) return accepted();
  if (slot.status === 'OCCUPIED' || slot.status === 'RESERVED') {
    const message =
      slot.status === 'OCCUPIED' ? 'A vehicle stands in the slot.' : 'The slot is reserved.';
    return refused({ type: 'SlotInUse', message, slot });
  }
  return accepted(changeSlot(occupancy, slot, command.status));
}
