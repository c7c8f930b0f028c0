import { limits } from './limits.js';

/** What devices measure, and what can be. The order is that of the numbers under which they are stored: only add. */
export const metrics = {
  HEARTBEAT: { number: 0, minimum: -1e15, maximum: 1e15 },
  FAULT: { number: 1, minimum: 0, maximum: 2 },
  POWER_W: { number: 2, minimum: -5e6, maximum: 5e6 },
  ENERGY_WH: { number: 3, minimum: 0, maximum: 1e13 },
  CURRENT_A: { number: 4, minimum: -1e4, maximum: 1e4 },
  VOLTAGE_V: { number: 5, minimum: -2e3, maximum: 2e3 },
  TEMPERATURE_C: { number: 6, minimum: -90, maximum: 400 },
  SIGNAL_DBM: { number: 7, minimum: -200, maximum: 50 },
  CYCLES: { number: 8, minimum: 0, maximum: 1e12 },
} as const;
export type Metric = keyof typeof metrics;

const byNumber = new Map<number, Metric>(
  Object.entries(metrics).map(([name, { number }]) => [number, name as Metric]),
);

/** The metric that is stored under a number. */
export function metricOf(number: number): Metric {
  const metric = byNumber.get(number);
  if (metric === undefined) throw new Error(`No metric has the number ${number}.`);
  return metric;
}

export type Resolution = 'MINUTE' | 'HOUR' | 'DAY';

/** A reading as it is sent. */
export interface Reading {
  readonly deviceId: string;
  readonly metric: Metric;
  readonly at: Date;
  readonly value: number;
}

/** A stretch of readings. */
export interface Bucket {
  readonly start: Date;
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly average: number;
}

export type Outcome =
  | 'ACCEPTED'
  | 'DUPLICATE'
  | 'CONFLICTING'
  | 'UNKNOWN_DEVICE'
  | 'IN_FUTURE'
  | 'TOO_OLD'
  | 'OUT_OF_RANGE';

/** A reading that may be kept, and its place in the batch. */
export interface Candidate {
  readonly index: number;
  readonly number: number;
  readonly reading: Reading;
}

/** What is kept for how long, in whole UTC days. */
export interface Retention {
  readonly readingDays: number;
  readonly rollupDays: number;
  /** Alerts, from the day on that they were over. */
  readonly alertDays: number;
}

const dayMs = 86_400_000;

/** The beginning of the UTC day of an instant, moved by so many days. */
export const utcDay = (at: Date, days = 0): Date =>
  new Date((Math.floor(at.getTime() / dayMs) + days) * dayMs);

/** The beginning of the UTC month of an instant, moved by so many months. */
export const utcMonth = (at: Date, months = 0): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));

/** The oldest instant of which readings are kept: the partition of the day before is dropped as a whole. */
export const oldestKept = (now: Date, { readingDays }: Pick<Retention, 'readingDays'>): Date =>
  utcDay(now, -readingDays);

/**
 * Looks at a batch without the database: which readings may be kept, and why others not. Of readings of one device,
 * metric and instant in a batch the first is the candidate; the others are told apart as what is stored already is.
 */
export function sift(
  readings: readonly Reading[],
  known: {
    /** Numbers of the devices that the sender may report for. */
    readonly devices: ReadonlyMap<string, number>;
    readonly now: Date;
    readonly retention: Retention;
  },
): { readonly outcomes: (Outcome | null)[]; readonly candidates: Candidate[] } {
  const oldest = oldestKept(known.now, known.retention).getTime();
  const newest = known.now.getTime() + limits.clockAheadMs;
  const first = new Map<string, number>();
  const candidates: Candidate[] = [];
  const outcomes = readings.map((reading, index): Outcome | null => {
    const { deviceId, metric, at, value } = reading;
    const number = known.devices.get(deviceId);
    if (number === undefined) return 'UNKNOWN_DEVICE';
    const { minimum, maximum } = metrics[metric];
    if (!Number.isFinite(value) || value < minimum || value > maximum) return 'OUT_OF_RANGE';
    if (at.getTime() > newest) return 'IN_FUTURE';
    if (at.getTime() < oldest) return 'TOO_OLD';
    const key = `${number} ${metric} ${at.getTime()}`;
    const earlier = first.get(key);
    if (earlier !== undefined) return value === earlier ? 'DUPLICATE' : 'CONFLICTING';
    first.set(key, value);
    candidates.push({ index, number, reading });
    return null;
  });
  return { outcomes, candidates };
}

/** Why a range cannot be asked for; null when it can. */
export function rangeFault(from: Date, to: Date, resolution: Resolution): string | null {
  if (to <= from) return 'The range ends before it begins.';
  const longest = limits.rangeMs[resolution];
  if (to.getTime() - from.getTime() <= longest) return null;
  return `At most ${longest / dayMs} days at once by ${resolution.toLowerCase()}.`;
}
