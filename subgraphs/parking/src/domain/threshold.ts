import type { OccupancyTotals } from './occupancy.js';

/** Percentages of places in service that are taken: at `highPercent` it is full enough to tell, at `normalPercent` that is over. */
export interface Thresholds {
  readonly highPercent: number;
  readonly normalPercent: number;
}

/**
 * Whether a facility is above its thresholds, with hysteresis: it rises at the upper one, falls at the lower
 * one, and between them stays what it was, so that a car that comes and goes does not raise an alarm each time.
 * In whole numbers, so that the database can decide the same (see db/occupancy-sql.ts, held equal by a spec).
 */
export function isHighAfter(
  wasHigh: boolean,
  totals: OccupancyTotals,
  thresholds: Thresholds,
): boolean {
  const inService = totals.total - totals.maintenance;
  const taken = totals.occupied + totals.reserved;
  if (inService > 0 && taken * 100 >= thresholds.highPercent * inService) return true;
  if (taken * 100 <= thresholds.normalPercent * inService) return false;
  return wasHigh;
}

/** Thresholds of a facility from its settings; values that make no sense fall back to those of the house. */
export function thresholdsFrom(
  settings: { readonly highPercent: unknown; readonly normalPercent: unknown },
  fallback: Thresholds,
): Thresholds {
  const highPercent = percentage(settings.highPercent) ?? fallback.highPercent;
  const normalPercent = percentage(settings.normalPercent) ?? fallback.normalPercent;
  return highPercent >= 1 && normalPercent < highPercent
    ? { highPercent, normalPercent }
    : fallback;
}

function percentage(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100
    ? value
    : undefined;
}
