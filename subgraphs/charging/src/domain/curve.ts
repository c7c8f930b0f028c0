import { meterLimits } from './meter-limits.js';

/** Power that a battery took at a state of charge. */
export interface CurvePoint {
  readonly socPercent: number;
  readonly powerW: number;
}

/** What is known of how a vehicle charges, for an estimate of how long it goes on. */
export interface ChargingSoFar {
  readonly energyWh: number;
  readonly socPercent: number | null;
  readonly powerW: number | null;
  /** The first state of charge, and the energy by then. */
  readonly firstSoc: { readonly percent: number; readonly energyWh: number } | null;
  /** The latest points, one a percent, oldest first. */
  readonly curve: readonly CurvePoint[];
  /** Usable energy of the battery, where it is known. */
  readonly batteryWh: number | null;
}

/** From here on batteries take less and less, whatever they took before; where the curve does not say more. */
const kneePercent = 80;
/** Share of the power at the knee that is left at 100 %. */
const fullShare = 0.2;
/** However steeply the curve falls, so much of the present power is left: an estimate must not be infinite. */
const leastShare = 0.1;
/** Change of the state of charge from which the size of the battery can be told. */
const telltalePercent = 3;

/**
 * Adds a point to a curve, one a percent: a later one of the same percent replaces it, and only the last
 * `meterLimits.curvePoints` are kept, so that the estimate follows what the battery does now.
 */
export function withPoint(
  curve: readonly CurvePoint[],
  socPercent: number,
  powerW: number,
): readonly CurvePoint[] {
  const last = curve.at(-1);
  const point = { socPercent, powerW };
  if (last === undefined) return [point];
  if (Math.floor(last.socPercent) === Math.floor(socPercent)) return [...curve.slice(0, -1), point];
  return [...curve, point].slice(-meterLimits.curvePoints);
}

/** Usable energy of the battery in Wh: as registered, or as energy and state of charge so far suggest. */
export function batteryWhOf(so: ChargingSoFar): number | null {
  if (so.batteryWh !== null) return so.batteryWh;
  if (so.socPercent === null || so.firstSoc === null) return null;
  const percent = so.socPercent - so.firstSoc.percent;
  const wh = so.energyWh - so.firstSoc.energyWh;
  return percent < telltalePercent || wh <= 0 ? null : (wh * 100) / percent;
}

/**
 * Seconds until the target, at best; null where nothing can be said. Percent by percent from the present state of
 * charge: energy of a percent by the battery, power by the line through the points of the curve where it falls, and the
 * present power where it does not; above 80 % power falls to a fifth at 100 % at the latest. Energy targets and
 * batteries without a state of charge go on with the present power.
 * @param target percent, and Wh of the session; null does not matter; without any: until the battery is full
 */
export function secondsToTarget(
  so: ChargingSoFar,
  target: { readonly socPercent: number | null; readonly energyWh: number | null },
): number | null {
  const { powerW } = so;
  if (powerW === null || powerW <= 0) return null;
  const byEnergy =
    target.energyWh === null ? null : (Math.max(0, target.energyWh - so.energyWh) * 3_600) / powerW;
  const bySoc = secondsToSoc(so, powerW, target.socPercent ?? 100);
  const known = [byEnergy, bySoc].filter((seconds) => seconds !== null);
  return known.length === 0 ? null : Math.round(Math.min(...known));
}

function secondsToSoc(so: ChargingSoFar, powerW: number, targetPercent: number): number | null {
  const batteryWh = batteryWhOf(so);
  if (so.socPercent === null || batteryWh === null) return null;
  const slope = slopeOf(so.curve);
  let seconds = 0;
  for (let percent = so.socPercent; percent < targetPercent; percent = Math.floor(percent) + 1) {
    const next = Math.min(Math.floor(percent) + 1, targetPercent);
    const middle = (percent + next) / 2;
    const powerThere = powerAt(middle, { socPercent: so.socPercent, powerW }, slope);
    seconds += ((next - percent) * batteryWh * 36) / powerThere;
  }
  return seconds;
}

/** Power at a state of charge that is still to come. */
function powerAt(socPercent: number, now: CurvePoint, slope: number): number {
  const onLine = now.powerW + Math.min(0, slope) * (socPercent - now.socPercent);
  const knee = Math.max(kneePercent, now.socPercent);
  const isBehindKnee = socPercent > kneePercent && knee < 100;
  const taper = isBehindKnee
    ? 1 - ((1 - fullShare) * (socPercent - knee)) / (100 - kneePercent)
    : 1;
  return Math.max(Math.min(onLine, now.powerW * taper), now.powerW * leastShare);
}

/** Watts a percent by least squares; 0 where there are too few points to see a line. */
function slopeOf(curve: readonly CurvePoint[]): number {
  if (curve.length < 3) return 0;
  const meanSoc = curve.reduce((sum, { socPercent }) => sum + socPercent, 0) / curve.length;
  const meanPower = curve.reduce((sum, { powerW }) => sum + powerW, 0) / curve.length;
  let covariance = 0;
  let variance = 0;
  for (const { socPercent, powerW } of curve) {
    covariance += (socPercent - meanSoc) * (powerW - meanPower);
    variance += (socPercent - meanSoc) ** 2;
  }
  return variance === 0 ? 0 : covariance / variance;
}
