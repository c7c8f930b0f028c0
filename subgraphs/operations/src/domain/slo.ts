import type { DeviceKind, Health } from './device.js';

/** What share of the time devices of a kind shall work at a facility. */
export interface Objective {
  readonly facilityId: string;
  readonly kind: DeviceKind;
  readonly tenantId: string;
  /** In thousandths of a percent: 99500 is 99.5 %. */
  readonly targetMilli: number;
  readonly windowDays: number;
}

/** Objectives where a facility has set none. */
export const defaultObjectives: Readonly<
  Partial<Record<DeviceKind, Pick<Objective, 'targetMilli' | 'windowDays'>>>
> = {
  CHARGER: { targetMilli: 98_000, windowDays: 30 },
  GATE: { targetMilli: 99_500, windowDays: 30 },
};

/** A stretch of time in which a device had a health; to null: it still has. */
export interface HealthPeriod {
  readonly deviceId: string;
  readonly health: Health;
  readonly from: Date;
  readonly to: Date | null;
}

/** How devices did within a window, all together. */
export interface ServiceLevel {
  readonly deviceCount: number;
  /** Time that counts: maintenance, and time before the first word, does not. */
  readonly measuredSeconds: number;
  readonly downSeconds: number;
  /** Share of the time that counts; null when none does. */
  readonly availability: number | null;
  /** Time that may be lost within the window, of the time that counts. */
  readonly budgetSeconds: number;
  /** Less than zero when more was lost. */
  readonly budgetRemainingSeconds: number;
  /** How many times faster than allowed the budget is used, in the last hour and the last six; null: nothing counts. */
  readonly burnRateHour: number | null;
  readonly burnRateSixHours: number | null;
}

const isUp = (health: Health) => health === 'HEALTHY' || health === 'DEGRADED';

interface Times {
  readonly up: number;
  readonly down: number;
}

/** Seconds up and down of all devices between two instants. */
export function timesOf(periods: readonly HealthPeriod[], from: Date, to: Date): Times {
  let up = 0;
  let down = 0;
  for (const period of periods) {
    const begin = Math.max(period.from.getTime(), from.getTime());
    const end = Math.min(period.to?.getTime() ?? to.getTime(), to.getTime());
    const seconds = Math.max(0, end - begin) / 1_000;
    if (isUp(period.health)) up += seconds;
    else if (period.health === 'UNHEALTHY') down += seconds;
  }
  return { up, down };
}

/** Service level, error budget and burn rates from the history of health. */
export function serviceLevel(
  periods: readonly HealthPeriod[],
  { targetMilli, windowDays }: Pick<Objective, 'targetMilli' | 'windowDays'>,
  now: Date,
): ServiceLevel {
  const allowed = (100_000 - targetMilli) / 100_000;
  const since = (seconds: number) =>
    timesOf(periods, new Date(now.getTime() - seconds * 1_000), now);
  const burn = (seconds: number) => {
    const { up, down } = since(seconds);
    return up + down === 0 ? null : down / (up + down) / allowed;
  };
  const { up, down } = since(windowDays * 86_400);
  const measuredSeconds = up + down;
  const budgetSeconds = measuredSeconds * allowed;
  return {
    deviceCount: new Set(periods.map(({ deviceId }) => deviceId)).size,
    measuredSeconds,
    downSeconds: down,
    availability: measuredSeconds === 0 ? null : up / measuredSeconds,
    budgetSeconds,
    budgetRemainingSeconds: budgetSeconds - down,
    burnRateHour: burn(3_600),
    burnRateSixHours: burn(6 * 3_600),
  };
}

/** How fast a budget burns for certain: fast over the last hour, and over the last six still; 0 when nothing counts. */
export const certainBurn = ({ burnRateHour, burnRateSixHours }: ServiceLevel): number =>
  Math.min(burnRateHour ?? 0, burnRateSixHours ?? 0);
