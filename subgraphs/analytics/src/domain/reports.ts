import type { SlotSize } from '@voltpark/contracts';

/** Local days of a facility, both included: `2026-05-01`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** How full a facility was in a stretch of time, by time-weighted means. */
export interface OccupancyPeriod {
  readonly start: Date;
  readonly end: Date;
  /** Mean of places taken and of places in service. */
  readonly taken: number;
  readonly inService: number;
  /** How much of the period is known. */
  readonly knownMs: number;
}

/** How full it is at an hour of a weekday (1 = Monday), as a mean over weeks. */
export interface PatternHour {
  readonly weekday: number;
  readonly hour: number;
  readonly taken: number;
  readonly inService: number;
  readonly knownMs: number;
}

export interface HourOfDay {
  readonly hour: number;
  readonly percent: number;
}

/** Stays of some days. */
export interface Usage {
  readonly entries: number;
  readonly exits: number;
  /** Of the stays that ended in these days; null when none did. */
  readonly averageStaySeconds: number | null;
  readonly longestStaySeconds: number | null;
  /** Entries by local hour, 24 of them. */
  readonly entriesByHour: readonly number[];
}

/** Issued documents of one local day and kind of charge. */
export interface RevenueRow {
  readonly date: string;
  readonly chargeKind: string;
  readonly netMinor: number;
  readonly grossMinor: number;
}

export interface Revenue {
  readonly currency: string;
  /** Issued invoices less credit notes. */
  readonly transactions: number;
  readonly netMinor: number;
  readonly grossMinor: number;
  /** Money that came in less what went back. */
  readonly receivedMinor: number;
  readonly rows: readonly RevenueRow[];
}

export interface StationUse {
  readonly stationId: string;
  readonly name: string;
  readonly connectors: number;
  readonly sessions: number;
  readonly interrupted: number;
  readonly energyWh: number;
  /** Sum of the sessions' time within the days. */
  readonly usedSeconds: number;
  /** Connectors × time since the station stands there, within the days and up to now. */
  readonly availableSeconds: number;
}

/** Reservations whose window begins in some days, by what became of them. */
export interface Reservations {
  /** Those that were confirmed. */
  readonly booked: number;
  /** Of those booked: the vehicle came. */
  readonly fulfilled: number;
  /** Of those booked: called off. */
  readonly cancelled: number;
  /** Of those booked: nobody came. */
  readonly noShows: number;
  /** Of those booked: there was no slot after all. */
  readonly rejected: number;
  /** Of those booked: still to come, or going on. */
  readonly upcoming: number;
  /** Never confirmed: the hold expired, or it was called off before. */
  readonly abandoned: number;
  /** Time booked, of those that were not called off or rejected. */
  readonly bookedSeconds: number;
  /** What documents issued in these days say of reservations, less what was credited. */
  readonly netMinor: number;
  readonly grossMinor: number;
  readonly currency: string;
}

export interface VehicleType {
  readonly vehicleSize: SlotSize;
  readonly isElectric: boolean;
  readonly stays: number;
  readonly averageStaySeconds: number | null;
}

/** Share in percent, to two decimals; null of nothing. */
export const percentOf = (part: number, whole: number): number | null =>
  whole > 0 ? Math.round((part / whole) * 10_000) / 100 : null;

/** Hours of the day by how full they are on average, from the fullest down; those of which nothing is known are left out. */
export function hoursByFullness(pattern: readonly PatternHour[]): HourOfDay[] {
  const sums = new Map<number, { taken: number; inService: number }>();
  for (const { hour, taken, inService, knownMs } of pattern) {
    const sum = sums.get(hour) ?? { taken: 0, inService: 0 };
    sum.taken += taken * knownMs;
    sum.inService += inService * knownMs;
    sums.set(hour, sum);
  }
  return [...sums]
    .flatMap(([hour, sum]) => {
      const percent = percentOf(sum.taken, sum.inService);
      return percent === null ? [] : [{ hour, percent }];
    })
    .toSorted((a, b) => b.percent - a.percent || a.hour - b.hour);
}

/** Mean occupancy in percent over all that is known; null of nothing. */
export function fullnessOf(
  parts: readonly Pick<PatternHour, 'taken' | 'inService' | 'knownMs'>[],
): number | null {
  const sum = (of: 'taken' | 'inService') =>
    parts.reduce((total, part) => total + part[of] * part.knownMs, 0);
  return percentOf(sum('taken'), sum('inService'));
}

/** Number of days, or null when `to` is before `from`. */
export function lengthOf({ from, to }: Days): number | null {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return days >= 1 ? days : null;
}
