import type { parkingEvents, SlotKind, SlotSize, SlotStatus } from '@voltpark/contracts';
import { countedCapacity, driftOf, shownFree, shownTotals } from './count.js';
import type { Facility } from './facility.js';
import {
  countsOf,
  modeOf,
  rateOf,
  type Occupancy,
  type OccupancyMode,
  type OccupancyTotals,
} from './occupancy.js';

type Counts = readonly parkingEvents.OccupancyCount[];

export interface ChangedSlot {
  readonly id: string;
  readonly number: string;
  readonly levelId: string;
  readonly levelName: string;
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly previous: SlotStatus;
  readonly status: SlotStatus;
}

/** What a facility's own counter last said, raw and as it can be shown. */
export interface CountFeed {
  readonly rawFree: number;
  readonly free: number;
  readonly capacity: number | null;
  readonly drift: number | null;
  readonly lastCountAt: Date;
}

/** Availability of a facility's places at one moment: all numbers, not what changed of them. */
export interface Availability {
  readonly kind: 'SNAPSHOT' | 'CHANGE' | 'LAYOUT' | 'COUNT';
  readonly facilityId: string;
  readonly mode: OccupancyMode;
  readonly totals: OccupancyTotals;
  readonly counts: Counts;
  readonly rate: number;
  readonly changedSlot: ChangedSlot | null;
  readonly countFeed: CountFeed | null;
  readonly version: number;
  readonly at: Date;
}

/** The feed of a facility, or null when it has none. */
export function countFeedOf(occupancy: Occupancy, facility: Facility): CountFeed | null {
  const { countedFree, countedAt } = occupancy;
  if (countedFree === null || countedAt === null) return null;
  const capacity = countedCapacity(occupancy, facility.capacity);
  return {
    rawFree: countedFree,
    free: shownFree(countedFree, capacity),
    capacity,
    drift: driftOf(occupancy, countedFree),
    lastCountAt: countedAt,
  };
}

/** The state right now. */
export function snapshotOf(occupancy: Occupancy, facility: Facility, at: Date): Availability {
  const totals = shownTotals(occupancy, facility.capacity);
  return {
    kind: 'SNAPSHOT',
    facilityId: occupancy.facilityId,
    mode: modeOf(occupancy),
    totals,
    counts: countsOf(occupancy),
    rate: rateOf(totals),
    changedSlot: null,
    countFeed: countFeedOf(occupancy, facility),
    version: occupancy.version,
    at,
  };
}

/** The state right after a change of slots. */
export function availabilityBySlots(
  kind: 'CHANGE' | 'LAYOUT',
  of: {
    readonly facilityId: string;
    readonly counts: Counts;
    readonly version: number;
    readonly at: Date;
  },
  changedSlot: ChangedSlot | null,
): Availability {
  const totals = totalsOfCounts(of.counts);
  return {
    kind,
    ...of,
    mode: 'SLOTS',
    totals,
    rate: rateOf(totals),
    changedSlot,
    countFeed: null,
  };
}

/** The state right after a reading: the numbers are the counter's only where there are no slots. */
export function availabilityByCount(
  of: {
    readonly facilityId: string;
    readonly mode: OccupancyMode;
    readonly counts: Counts;
    readonly version: number;
    readonly at: Date;
  },
  countFeed: CountFeed,
): Availability {
  const total = countFeed.capacity ?? countFeed.free;
  const totals =
    of.mode === 'SLOTS'
      ? totalsOfCounts(of.counts)
      : {
          total,
          free: countFeed.free,
          occupied: total - countFeed.free,
          reserved: 0,
          maintenance: 0,
        };
  return { kind: 'COUNT', ...of, totals, rate: rateOf(totals), changedSlot: null, countFeed };
}

function totalsOfCounts(counts: Counts): OccupancyTotals {
  const sum = (field: keyof OccupancyTotals) =>
    counts.reduce((total, count) => total + count[field], 0);
  return {
    total: sum('total'),
    free: sum('free'),
    occupied: sum('occupied'),
    reserved: sum('reserved'),
    maintenance: sum('maintenance'),
  };
}
