import type { Trace, TracePeriod } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import { Decimal } from '@voltpark/rating/decimal';
import type { ReadResult } from './content.js';
import { daysAfter, limits, minutesAfter } from './limits.js';

/** What somebody means to charge. */
export interface ChargingWish {
  readonly stationId: string;
  /** OCPI ConnectorType. */
  readonly connectorType: string;
  /** Exact decimal. */
  readonly kWh: string;
  readonly at: Date;
  /** On average; null: all that the connector gives. */
  readonly powerKw: string | null;
  /** How long the vehicle stays plugged in afterwards; an instant: until then. */
  readonly idle: { readonly minutes: number } | { readonly until: Date };
}

export interface NoSuchConnector {
  readonly type: 'NoSuchConnector';
  readonly message: string;
  readonly connectorTypes: readonly string[];
}

/** What a planned session is told by: energy flowing evenly, then idling. */
export interface PlannedCharging {
  readonly trace: Trace;
  readonly from: Date;
  readonly to: Date;
}

/**
 * The trace of a session that goes as wished: at even power, taking as many whole seconds as that needs.
 * `field` is where the wish stands in the input, with a dot behind it, or nothing.
 */
export function planCharging(
  wish: ChargingWish,
  connectors: readonly { readonly type: string; readonly powerW: number }[],
  timeZone: string,
  field = '',
): ReadResult<PlannedCharging> | { readonly ok: false; readonly refusal: NoSuchConnector } {
  const refuse = (name: string, message: string) =>
    ({ ok: false, refusal: invalidInput(`${field}${name}`, message) }) as const;
  const fitting = connectors.filter(({ type }) => type === wish.connectorType);
  if (fitting.length === 0) return { ok: false, refusal: noSuchConnector(wish, connectors) };

  const kWh = new Decimal(wish.kWh);
  if (kWh.lte(0) || kWh.gt(limits.quotedKwh)) {
    return refuse('kWh', `Energy is above 0 and up to ${limits.quotedKwh} kWh.`);
  }
  const mostW = Math.max(...fitting.map(({ powerW }) => powerW));
  const powerW = wish.powerKw === null ? new Decimal(mostW) : new Decimal(wish.powerKw).times(1000);
  if (powerW.lte(0) || powerW.gt(mostW)) {
    return refuse(
      'powerKw',
      `The connector gives up to ${new Decimal(mostW).div(1000).toFixed()} kW.`,
    );
  }
  const energyWh = kWh.times(1000);
  const seconds = energyWh.times(3600).div(powerW).ceil();
  if (seconds.gt(limits.stayDays * 86_400)) {
    return refuse('powerKw', `That would take more than ${limits.stayDays} days.`);
  }
  const charged = new Date(wish.at.getTime() + seconds.toNumber() * 1000);
  if ('minutes' in wish.idle && wish.idle.minutes < 0) {
    return refuse('idleMinutes', 'A vehicle idles for 0 minutes or more.');
  }
  const to = 'until' in wish.idle ? wish.idle.until : minutesAfter(charged, wish.idle.minutes);
  if (to < charged) {
    return refuse('kWh', `It would be charged at ${charged.toISOString()}, after the stay ends.`);
  }
  if (to > daysAfter(wish.at, limits.stayDays)) {
    return refuse('idleMinutes', `A session is at most ${limits.stayDays} days long.`);
  }
  const period = { energy_wh: energyWh.toFixed(), power_w: powerW.toFixed() };
  const trace = {
    time_zone: timeZone,
    reservation_expired: false,
    periods: periodsOf(wish.at, charged, to, period),
  };
  return { ok: true, value: { trace, from: wish.at, to } };
}

function periodsOf(
  from: Date,
  charged: Date,
  to: Date,
  energy: Pick<TracePeriod, 'energy_wh' | 'power_w'>,
): TracePeriod[] {
  const [start, middle, end] = [from, charged, to].map((instant) => instant.toISOString());
  if (start === undefined || middle === undefined || end === undefined) return [];
  const charging: TracePeriod = { start, end: middle, activity: 'CHARGING', ...energy };
  return middle === end ? [charging] : [charging, { start: middle, end, activity: 'IDLE' }];
}

function noSuchConnector(
  { connectorType }: ChargingWish,
  connectors: readonly { readonly type: string }[],
): NoSuchConnector {
  const connectorTypes = [...new Set(connectors.map(({ type }) => type))];
  const message = `The station has no connector of type ${connectorType}.`;
  return { type: 'NoSuchConnector', connectorTypes, message };
}
