import type { SlotStatus } from '@voltpark/contracts';
import type { LaidOutSlot, SlotChanged, SlotsLaidOut, ThresholdCrossed } from './events.js';
import { extended, moved, totalsOf, type Occupancy, type OccupancyTotals } from './occupancy.js';
import type { Slot } from './slot.js';
import { isHighAfter, type Thresholds } from './threshold.js';

/** An occupancy after a change, and what happened, in order; each event is one version. */
export interface OccupancyChange<Event> {
  readonly occupancy: Occupancy;
  readonly events: readonly (Event | ThresholdCrossed)[];
}

/**
 * Gives a change of occupancy its version, and the crossing of a threshold, should it be one, the next.
 * @param changed the occupancy with its new numbers and its old version
 * @param totals the numbers that the thresholds are about
 */
export function settle<Event>(
  changed: Occupancy,
  totals: OccupancyTotals,
  eventOf: (occupancy: Occupancy) => Event,
): OccupancyChange<Event> {
  const after = { ...changed, version: changed.version + 1 };
  const crossing = crossingOf(after, totals);
  return {
    occupancy: crossing?.occupancy ?? after,
    events: [eventOf(after), ...(crossing === null ? [] : [crossing])],
  };
}

/** The occupancy under other thresholds, which may put it on their other side. */
export function retuned(
  occupancy: Occupancy,
  totals: OccupancyTotals,
  { highPercent, normalPercent }: Thresholds,
): OccupancyChange<never> {
  const after = { ...occupancy, highPercent, normalPercent };
  const crossing = crossingOf(after, totals);
  return {
    occupancy: crossing?.occupancy ?? after,
    events: crossing === null ? [] : [crossing],
  };
}

function crossingOf(occupancy: Occupancy, totals: OccupancyTotals): ThresholdCrossed | null {
  const isHigh = isHighAfter(occupancy.isHigh, totals, occupancy);
  if (isHigh === occupancy.isHigh) return null;
  return {
    type: 'ThresholdCrossed',
    taken: totals.occupied + totals.reserved,
    inService: totals.total - totals.maintenance,
    occupancy: { ...occupancy, isHigh, version: occupancy.version + 1 },
  };
}

/** One slot goes from its status to another: taken by the vehicle of a session, kept by a hold, or neither. */
export function changeSlot(
  before: Occupancy,
  slot: Slot,
  status: SlotStatus,
  by: { readonly sessionId?: string; readonly holdId?: string } = {},
): OccupancyChange<SlotChanged> & { readonly slot: Slot } {
  const { sessionId = null, holdId = null } = by;
  const after = { ...slot, status, sessionId, holdId };
  const changed = moved(before, slot, slot.status, status);
  return {
    slot: after,
    ...settle(changed, totalsOf(changed), (occupancy) => ({
      type: 'SlotChanged',
      slot: after,
      previous: slot.status,
      occupancy,
    })),
  };
}

/** Free slots join. */
export function addSlots(
  before: Occupancy,
  added: readonly LaidOutSlot[],
  levelIds: readonly string[],
): OccupancyChange<SlotsLaidOut> {
  const changed = extended(before, added);
  return settle(changed, totalsOf(changed), (occupancy) => ({
    type: 'SlotsLaidOut',
    levelIds,
    slots: added,
    occupancy,
  }));
}
