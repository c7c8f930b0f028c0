import {
  tariffSchema,
  traceSchema,
  type Tariff,
  type TariffInput,
  type Trace,
  type TracePeriod,
} from '@voltpark/contracts';

/** What a spec writes of a period: how long it takes, and what happens in it. */
export interface Step {
  readonly minutes: number;
  readonly activity: TracePeriod['activity'];
  readonly kwh?: number;
  readonly powerKw?: number;
  readonly currentA?: number;
}

export const charging = (minutes: number, kwh?: number, more: Partial<Step> = {}): Step => ({
  minutes,
  activity: 'CHARGING',
  ...(kwh === undefined ? {} : { kwh }),
  ...more,
});
export const idle = (minutes: number): Step => ({ minutes, activity: 'IDLE' });
export const reserved = (minutes: number): Step => ({ minutes, activity: 'RESERVED' });

/** One step after the other from an instant on. */
export function traceFrom(
  start: string,
  steps: readonly Step[],
  more: { timeZone?: string; reservationExpired?: boolean } = {},
): Trace {
  let at = Date.parse(start);
  const periods = steps.map(({ minutes, activity, kwh, powerKw, currentA }) => {
    const begin = at;
    at += minutes * 60_000;
    return {
      start: new Date(begin).toISOString(),
      end: new Date(at).toISOString(),
      activity,
      ...(kwh === undefined ? {} : { energy_wh: Number((kwh * 1000).toFixed(6)) }),
      ...(powerKw === undefined ? {} : { power_w: powerKw * 1000 }),
      ...(currentA === undefined ? {} : { current_a: currentA }),
    };
  });
  return traceSchema.parse({
    time_zone: more.timeZone ?? 'Europe/Amsterdam',
    reservation_expired: more.reservationExpired ?? false,
    periods,
  });
}

/** A tariff of some elements; with the defaults that it has when it is read. */
export function tariffOf(
  elements: TariffInput['elements'],
  more: Partial<TariffInput> = {},
): Tariff {
  return tariffSchema.parse({ currency: 'EUR', elements, ...more });
}
