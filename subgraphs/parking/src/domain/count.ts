import type { FacilityCounted } from './events.js';
import { limits } from './limits.js';
import { modeOf, totalsOf, type Occupancy, type OccupancyTotals } from './occupancy.js';
import { settle, type OccupancyChange } from './occupancy-change.js';

/** What a facility's counter said. */
export interface Reading {
  readonly free: number;
  readonly at: Date;
}

export type CountRejection =
  'UNKNOWN_FACILITY' | 'CONTRADICTS_EARLIER' | 'IN_THE_FUTURE' | 'IMPOSSIBLE_NUMBER';

/** What becomes of a reading. */
export type CountOutcome =
  /** It is the latest: the number that is shown changes with it. */
  | { readonly outcome: 'CURRENT'; readonly change: OccupancyChange<FacilityCounted> }
  /** It is older than what is shown: it is kept in the history only. */
  | { readonly outcome: 'LATE' }
  | { readonly outcome: 'REPEATED' }
  | { readonly outcome: 'REJECTED'; readonly reason: CountRejection; readonly message: string };

/** Free places as they can be shown: real counters report less than none and more than there are. */
export function shownFree(rawFree: number, capacity: number | null): number {
  return Math.max(0, capacity === null ? rawFree : Math.min(rawFree, capacity));
}

/** True when no reading came for so long that the number is not to be trusted. */
export function isStale(countedAt: Date, now: Date): boolean {
  return now.getTime() - countedAt.getTime() > limits.countStaleMs;
}

/** Capacity against which a reading is read: the slots in service, or the planned places where no slots are known. */
export function countedCapacity(occupancy: Occupancy, plannedPlaces: number): number | null {
  if (modeOf(occupancy) === 'COUNTS') return plannedPlaces > 0 ? plannedPlaces : null;
  const { total, maintenance } = totalsOf(occupancy);
  return total - maintenance;
}

/** Reported free places minus those that the slots say; null where there are no slots to compare with. */
export function driftOf(occupancy: Occupancy, rawFree: number): number | null {
  return modeOf(occupancy) === 'SLOTS' ? rawFree - totalsOf(occupancy).free : null;
}

/** The numbers to show, whichever way the facility is known. */
export function shownTotals(occupancy: Occupancy, plannedPlaces: number): OccupancyTotals {
  if (modeOf(occupancy) === 'SLOTS') return totalsOf(occupancy);
  const { countedFree } = occupancy;
  const capacity = countedCapacity(occupancy, plannedPlaces);
  const free = countedFree === null ? 0 : shownFree(countedFree, capacity);
  const total = countedFree === null ? plannedPlaces : (capacity ?? free);
  // Without any reading nothing is known to be taken, and nothing to be free.
  const occupied = countedFree === null ? 0 : total - free;
  return { total, free, occupied, reserved: 0, maintenance: 0 };
}

/**
 * What to do with a reading. Readings are told apart by their instant: the same number at the same instant is a
 * repetition, another number a contradiction; an older one never overwrites a newer one.
 * @param recordedFree what was recorded for the same instant, or null
 */
export function decideCount(
  occupancy: Occupancy,
  plannedPlaces: number,
  recordedFree: number | null,
  reading: Reading,
  now: Date,
): CountOutcome {
  if (reading.at.getTime() > now.getTime() + limits.clockSkewMs) {
    return reject('IN_THE_FUTURE', 'The reading lies in the future.');
  }
  if (!Number.isInteger(reading.free) || Math.abs(reading.free) > limits.countedPlaces) {
    return reject('IMPOSSIBLE_NUMBER', `No counter counts to ${reading.free}.`);
  }
  if (recordedFree !== null) {
    if (recordedFree === reading.free) return { outcome: 'REPEATED' };
    return reject('CONTRADICTS_EARLIER', `${recordedFree} was recorded for that instant.`);
  }
  if (occupancy.countedAt !== null && reading.at <= occupancy.countedAt) return { outcome: 'LATE' };
  const changed = { ...occupancy, countedFree: reading.free, countedAt: reading.at };
  const capacity = countedCapacity(occupancy, plannedPlaces);
  const change = settle(changed, shownTotals(changed, plannedPlaces), (after) => ({
    type: 'FacilityCounted' as const,
    mode: modeOf(after),
    rawFree: reading.free,
    free: shownFree(reading.free, capacity),
    capacity,
    drift: driftOf(after, reading.free),
    countedAt: reading.at,
    occupancy: after,
  }));
  return { outcome: 'CURRENT', change };
}

const reject = (reason: CountRejection, message: string): CountOutcome => ({
  outcome: 'REJECTED',
  reason,
  message,
});
