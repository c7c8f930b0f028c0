import type { Tariff, TracePeriod } from '@voltpark/contracts';
import { rateCharging } from '@voltpark/rating/charging';
import { secondsToTarget } from './curve.js';
import type { MeterState } from './meter-state.js';
import { idleRule, socThresholdPercent } from './meter-limits.js';
import { whOf } from './meter-reading.js';
import { isOpen, stopOf, type ChargingSession, type Cost, type OpenSession } from './session.js';

/** How a session goes on, as drivers see it. */
export interface LiveProgress {
  readonly energyWh: number;
  readonly socPercent: number | null;
  readonly powerW: number | null;
  readonly cost: Cost | null;
  readonly isIdle: boolean;
  readonly idleSince: Date | null;
  readonly secondsRemaining: number | null;
  /** The instant of the latest reading by the device's clock; the start before the first. */
  readonly measuredAt: Date;
}

/**
 * What a trace costs: the final rule and no other, so that the last running cost is the final price.
 * @param tariff the pinned version; null: charging is free
 */
export function costOf(
  tariff: Tariff | null,
  timeZone: string,
  periods: readonly TracePeriod[],
): Cost | null {
  if (tariff === null) return null;
  const trace = { time_zone: timeZone, reservation_expired: false, periods: [...periods] };
  const { currency, total } = rateCharging(tariff, trace);
  return { currency, exclTax: total.exclTax, inclTax: total.inclTax };
}

/**
 * Since when a vehicle that had charged draws nothing any more; null while it does. Idle is who reports no power for a
 * minute, or counts no energy for five, whatever power is reported: registers count in steps. The stretch begins where
 * energy was counted last, as the trace has it.
 */
export function idleSinceOf(state: MeterState): Date | null {
  const { last, activeSince, flowedUntil, powerlessSince, level } = state;
  if (last === null || activeSince === null) return null;
  const isPowerless =
    powerlessSince !== null &&
    last.at - Math.max(powerlessSince, flowedUntil) >= idleRule.withoutPowerMs;
  const counted = level?.at ?? flowedUntil;
  const isWithoutEnergy = counted - flowedUntil >= idleRule.withoutEnergyMs;
  return isPowerless || isWithoutEnergy ? new Date(flowedUntil) : null;
}

/** Seconds that charging still takes, at the next of what will end it; null where nothing can be said, or nothing is. */
export function secondsRemainingOf(session: ChargingSession, state: MeterState): number | null {
  if (!isOpen(session) || session.status !== 'ACTIVE' || stopOf(session) !== null) return null;
  if (idleSinceOf(state) !== null || state.last === null) return null;
  const { targets, startedAt, batteryWh } = session;
  const { firstSoc } = state;
  const byCurve = secondsToTarget(
    {
      energyWh: whOf(state.energyMwh),
      socPercent: state.socPercent,
      powerW: state.powerW,
      firstSoc: firstSoc && { percent: firstSoc.percent, energyWh: whOf(firstSoc.energyMwh) },
      curve: state.curve,
      batteryWh,
    },
    targets,
  );
  const byClock =
    targets.durationSeconds === null
      ? null
      : Math.max(
          0,
          targets.durationSeconds - Math.round((state.last.at - startedAt.getTime()) / 1_000),
        );
  if (byCurve === null || byClock === null) return byCurve ?? byClock;
  return Math.min(byCurve, byClock);
}

/**
 * How a session stands by its meter.
 * @param told since when it is told to be idle, if it is: a stopped session is, whatever its meter says
 */
export function liveProgressOf(
  session: ChargingSession,
  state: MeterState,
  cost: Cost | null,
  told: Date | null,
): LiveProgress {
  const idleSince = isOpen(session) ? (told ?? idleSinceOf(state)) : null;
  return {
    energyWh: whOf(state.energyMwh),
    socPercent: state.socPercent,
    powerW: isOpen(session) && idleSince === null ? state.powerW : 0,
    cost,
    isIdle: idleSince !== null,
    idleSince,
    secondsRemaining: secondsRemainingOf(session, state),
    measuredAt: state.last === null ? session.startedAt : new Date(state.last.at),
  };
}

/** True when the battery was charged, in this session, as far as drivers are told of. */
export function isThresholdReached(state: MeterState): boolean {
  const { socPercent, firstSoc } = state;
  if (socPercent === null || socPercent < socThresholdPercent || firstSoc === null) return false;
  // Who plugs in a full battery need not hear that it is full.
  return firstSoc.percent < socThresholdPercent || state.energyMwh > 0;
}

/** The limit that was reached by the meter, if any: state of charge before energy before time. */
export function reachedTarget(
  { targets, startedAt }: OpenSession,
  { socPercent, energyMwh, last }: MeterState,
): 'TARGET_SOC' | 'TARGET_ENERGY' | 'TIME_LIMIT' | null {
  if (targets.socPercent !== null && socPercent !== null && socPercent >= targets.socPercent) {
    return 'TARGET_SOC';
  }
  if (targets.energyWh !== null && whOf(energyMwh) >= targets.energyWh) return 'TARGET_ENERGY';
  if (targets.durationSeconds !== null && last !== null) {
    const until = startedAt.getTime() + targets.durationSeconds * 1_000;
    if (last.at >= until) return 'TIME_LIMIT';
  }
  return null;
}
