import { Temporal } from 'temporal-polyfill';
import type { Tariff, Trace } from '@voltpark/contracts';

/**
 * OCPI's rules once more, as they are read aloud: minute by minute, the clock from the time zone database, money in
 * floats. Slow and only as exact as its minutes; what it shares with the engine is the text of the standard.
 *
 * Periods begin and end on whole minutes, energy comes in whole portions a minute, steps are whole minutes.
 */
interface Slice {
  readonly at: number;
  readonly activity: string;
  readonly wh: number;
  readonly whBefore: number;
  readonly kilowatts: number;
  readonly seconds: number;
}

type Element = Tariff['elements'][number];
type Component = Element['price_components'][number];

const minuteMs = 60_000;
const num = (value: number | string | null | undefined, otherwise: number): number =>
  value === null || value === undefined ? otherwise : Number(value);

function slicesOf(trace: Trace, reserved: boolean): Slice[] {
  const periods = trace.periods
    .filter(({ activity }) => (activity === 'RESERVED') === reserved)
    .toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const begin = Date.parse(periods[0]?.start ?? '1970-01-01T00:00Z');
  let whBefore = 0;
  return periods.flatMap((period) => {
    const minutes = (Date.parse(period.end) - Date.parse(period.start)) / minuteMs;
    const wh = num(period.energy_wh, 0) / minutes;
    return Array.from({ length: minutes }, (_, minute): Slice => {
      const at = Date.parse(period.start) + minute * minuteMs;
      const slice = {
        at,
        activity: period.activity,
        wh,
        whBefore,
        kilowatts: num(period.power_w, 0) / 1000,
        seconds: (at - begin) / 1000,
      };
      whBefore += wh;
      return slice;
    });
  });
}

function holds({ restrictions }: Element, slice: Slice, timeZone: string): boolean {
  if (restrictions === null || restrictions === undefined) return true;
  const local = Temporal.Instant.fromEpochMilliseconds(slice.at).toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime().toString().slice(0, 5);
  const date = local.toPlainDate().toString();
  const from = restrictions.start_time ?? '00:00';
  const until =
    (restrictions.end_time ?? '00:00') === '00:00' ? '24:00' : (restrictions.end_time ?? '');
  const inWindow = until < from ? time >= from || time < until : time >= from && time < until;
  const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
  const day = days[local.dayOfWeek - 1];
  const kwh = slice.whBefore / 1000;
  return (
    inWindow &&
    (!restrictions.start_date || date >= restrictions.start_date) &&
    (!restrictions.end_date || date < restrictions.end_date) &&
    (!restrictions.day_of_week?.length || restrictions.day_of_week.some((one) => one === day)) &&
    kwh >= num(restrictions.min_kwh, 0) &&
    kwh < num(restrictions.max_kwh, Infinity) &&
    slice.kilowatts >= num(restrictions.min_power, -Infinity) &&
    slice.kilowatts < num(restrictions.max_power, Infinity) &&
    slice.seconds >= num(restrictions.min_duration, 0) &&
    slice.seconds < num(restrictions.max_duration, Infinity)
  );
}

interface Taken {
  readonly component: Component;
  quantity: number;
}

class Bill {
  readonly #taken: Taken[] = [];
  #flat: Component | undefined;

  constructor(trace: Trace, elements: readonly Element[], reserved: boolean) {
    for (const slice of slicesOf(trace, reserved)) {
      const price = (type: Component['type']): Component | undefined =>
        elements
          .filter(({ price_components: all }) => all.some((one) => one.type === type))
          .find((element) => holds(element, slice, trace.time_zone))
          ?.price_components.find((one) => one.type === type);
      this.#flat ??= price('FLAT');
      this.#add(price(slice.activity === 'IDLE' ? 'PARKING_TIME' : 'TIME'), 60);
      if (slice.wh > 0) this.#add(price('ENERGY'), slice.wh);
    }
    this.#roundUp(['ENERGY']);
    this.#roundUp(['TIME', 'PARKING_TIME']);
  }

  #add(component: Component | undefined, quantity: number): void {
    if (component !== undefined) this.#taken.push({ component, quantity });
  }

  #roundUp(types: readonly string[]): void {
    const last = this.#taken.findLast(({ component }) => types.includes(component.type));
    if (last === undefined || last.component.step_size === 0) return;
    const total = this.#taken
      .filter(({ component }) => component.type === last.component.type)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const { step_size: step } = last.component;
    last.quantity += Math.ceil(total / step) * step - total;
  }

  total(): { excl: number; incl: number } {
    const all = [
      ...(this.#flat === undefined
        ? []
        : [{ component: this.#flat, amount: Number(this.#flat.price) }]),
      ...this.#taken.map(({ component, quantity }) => ({
        component,
        amount: (quantity / (component.type === 'ENERGY' ? 1000 : 3600)) * Number(component.price),
      })),
    ];
    return {
      excl: all.reduce((sum, { amount }) => sum + amount, 0),
      incl: all.reduce(
        (sum, { amount, component }) => sum + amount * (1 + num(component.vat, 0) / 100),
        0,
      ),
    };
  }
}

function idleNaively({ idle_fee: fee }: Tariff, trace: Trace): { excl: number; incl: number } {
  if (!fee) return { excl: 0, incl: 0 };
  const loud = slicesOf(trace, false).filter(
    (slice) =>
      slice.activity === 'IDLE' &&
      !fee.quiet_hours.some((quiet) =>
        holds({ price_components: [], restrictions: quiet }, slice, trace.time_zone),
      ),
  );
  const hours = Math.max(0, loud.length / 60 - fee.grace_seconds / 3600);
  const excl = Math.min(hours * Number(fee.price_per_hour), num(fee.max_price, Infinity));
  return { excl, incl: excl * (1 + num(fee.vat, 0) / 100) };
}

/** What a trace costs, in floats. */
export function rateNaively(tariff: Tariff, trace: Trace): { excl: number; incl: number } {
  const of = (kind: string | null): Element[] =>
    tariff.elements.filter(({ restrictions }) => (restrictions?.reservation ?? null) === kind);
  const reservation = trace.reservation_expired
    ? [...of('RESERVATION_EXPIRES'), ...of('RESERVATION')]
    : of('RESERVATION');
  const before = new Bill(trace, reservation, true).total();
  const session = new Bill(trace, of(null), false).total();
  const idle = idleNaively(tariff, trace);
  let excl = before.excl + session.excl + idle.excl;
  let incl = before.incl + session.incl + idle.incl;
  if (tariff.min_price && trace.periods.some(({ activity }) => activity !== 'RESERVED')) {
    excl = Math.max(excl, num(tariff.min_price.excl_vat, 0));
    incl = Math.max(incl, num(tariff.min_price.incl_vat, 0));
  }
  if (tariff.max_price) {
    excl = Math.min(excl, num(tariff.max_price.excl_vat, Infinity));
    incl = Math.min(incl, num(tariff.max_price.incl_vat, Infinity));
  }
  return { excl, incl };
}
