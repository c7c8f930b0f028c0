import type { Targets } from './session.js';

/** Share of the connector's power that a vehicle draws on the average, and above this charge half of that. */
const usualShare = 0.8;
const taperFromPercent = 80;

/** What a target is taken to be where the driver sets none: full, as most do who set none. */
const fullPercent = 100;

/**
 * When a session will have what was asked for; null where that cannot be told. Before the first reading all that is
 * known is the battery and the connector, so this is a rule of thumb; readings make it better.
 */
export function estimatedEnd(of: {
  readonly startedAt: Date;
  readonly targets: Targets;
  /** Charge of the battery at the start; null: not known. */
  readonly socPercent: number | null;
  readonly batteryWh: number | null;
  readonly powerW: number;
}): Date | null {
  const { startedAt, targets, powerW } = of;
  const seconds = [
    secondsToCharge(of),
    targets.energyWh === null ? null : (targets.energyWh / (powerW * usualShare)) * 3_600,
    targets.durationSeconds,
  ].filter((each) => each !== null);
  if (seconds.length === 0) return null;
  return new Date(startedAt.getTime() + Math.round(Math.min(...seconds)) * 1_000);
}

function secondsToCharge({
  targets,
  socPercent,
  batteryWh,
  powerW,
}: Parameters<typeof estimatedEnd>[0]): number | null {
  if (batteryWh === null || socPercent === null) return null;
  const target = targets.socPercent ?? fullPercent;
  const fast = Math.max(0, Math.min(target, taperFromPercent) - socPercent);
  const slow = Math.max(0, target - Math.max(socPercent, taperFromPercent));
  const watts = powerW * usualShare;
  return (((fast + 2 * slow) / 100) * batteryWh * 3_600) / watts;
}
