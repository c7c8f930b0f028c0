import type { parkingEvents, SlotStatus } from '@voltpark/contracts';
import { classIndexOf, slotClasses, type SlotClass } from './slot.js';

/** Slots by class, in the order of {@link slotClasses}. */
type ByClass = readonly number[];

/** How full a facility is by its slots, and where it stands with its thresholds. */
export interface Occupancy {
  readonly facilityId: string;
  readonly tenantId: string;
  /** Number of events published of it; the next event is one more. */
  readonly version: number;
  readonly free: ByClass;
  readonly occupied: ByClass;
  readonly reserved: ByClass;
  readonly maintenance: ByClass;
  readonly isHigh: boolean;
  readonly highPercent: number;
  readonly normalPercent: number;
  /** Latest reading of the facility's own counter, as it came. */
  readonly countedFree: number | null;
  readonly countedAt: Date | null;
}

export interface OccupancyTotals {
  readonly total: number;
  readonly free: number;
  readonly occupied: number;
  readonly reserved: number;
  readonly maintenance: number;
}

/** Thresholds of a facility to which nobody gave others. */
export const defaultThresholds = { highPercent: 90, normalPercent: 80 } as const;

const none: ByClass = slotClasses.map(() => 0);

/** A facility without slots. */
export function emptyOccupancy(facilityId: string, tenantId: string): Occupancy {
  return {
    facilityId,
    tenantId,
    version: 0,
    free: none,
    occupied: none,
    reserved: none,
    maintenance: none,
    isHigh: false,
    ...defaultThresholds,
    countedFree: null,
    countedAt: null,
  };
}

const sum = (numbers: ByClass) => numbers.reduce((total, number) => total + number, 0);

/** All classes together. */
export function totalsOf(
  occupancy: Pick<Occupancy, 'free' | 'occupied' | 'reserved' | 'maintenance'>,
): OccupancyTotals {
  const free = sum(occupancy.free);
  const occupied = sum(occupancy.occupied);
  const reserved = sum(occupancy.reserved);
  const maintenance = sum(occupancy.maintenance);
  return { total: free + occupied + reserved + maintenance, free, occupied, reserved, maintenance };
}

/** The classes that the facility has, as events and clients see them. */
export function countsOf(
  occupancy: Pick<Occupancy, 'free' | 'occupied' | 'reserved' | 'maintenance'>,
): parkingEvents.OccupancyCount[] {
  return slotClasses
    .map(({ size, kind }, index) => {
      const free = occupancy.free[index] ?? 0;
      const occupied = occupancy.occupied[index] ?? 0;
      const reserved = occupancy.reserved[index] ?? 0;
      const maintenance = occupancy.maintenance[index] ?? 0;
      const total = free + occupied + reserved + maintenance;
      return { size, kind, total, free, occupied, reserved, maintenance };
    })
    .filter(({ total }) => total > 0);
}

/** Where the numbers come from: from the first slot on, from the slots. */
export type OccupancyMode = 'SLOTS' | 'COUNTS';

export function modeOf(occupancy: Occupancy): OccupancyMode {
  return totalsOf(occupancy).total > 0 ? 'SLOTS' : 'COUNTS';
}

/** Taken share of the places in service, 0 to 1; a facility without places in service counts as empty. */
export function rateOf({ total, maintenance, occupied, reserved }: OccupancyTotals): number {
  const inService = total - maintenance;
  return inService === 0 ? 0 : (occupied + reserved) / inService;
}

/** Places of a class that change their status, by the status's array. */
const arrayOf = {
  AVAILABLE: 'free',
  OCCUPIED: 'occupied',
  RESERVED: 'reserved',
  MAINTENANCE: 'maintenance',
} as const satisfies Record<SlotStatus, keyof Occupancy>;

const plus = (numbers: ByClass, index: number, change: number): ByClass =>
  numbers.map((number, at) => (at === index ? number + change : number));

/** The occupancy after one slot of a class went from one status to another. */
export function moved(
  occupancy: Occupancy,
  slotClass: SlotClass,
  from: SlotStatus,
  to: SlotStatus,
): Occupancy {
  const index = classIndexOf(slotClass);
  const left = { ...occupancy, [arrayOf[from]]: plus(occupancy[arrayOf[from]], index, -1) };
  return { ...left, [arrayOf[to]]: plus(left[arrayOf[to]], index, 1) };
}

/** The occupancy after free slots were added. */
export function extended(occupancy: Occupancy, added: readonly SlotClass[]): Occupancy {
  const free = [...occupancy.free];
  for (const slotClass of added) {
    const index = classIndexOf(slotClass);
    free[index] = (free[index] ?? 0) + 1;
  }
  return { ...occupancy, free };
}
