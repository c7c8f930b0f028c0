import { Decimal } from '@voltpark/rating/decimal';
import type { IdleFee } from '@voltpark/contracts';
import type { Tariff } from './rules.js';

type Element = Tariff['elements'][number];
type Component = Element['price_components'][number];
type Restrictions = NonNullable<Element['restrictions']>;
/** OCPI's number: a JSON number, or digits as text. */
type OcpiNumber = Component['price'];

/** One price of a tariff and when it counts. */
export interface TariffPrice {
  readonly path: string;
  readonly dimension: Component['type'];
  readonly price: string;
  readonly taxIncluded: boolean;
  readonly taxPercent: string | null;
  /** Wh of energy, seconds of time. */
  readonly stepSize: number;
  /** Null: always. */
  readonly condition: string | null;
}

/** As exact decimal text; JSON's shortest notation is what its author wrote. */
export const decimalOf = (number: OcpiNumber): string => new Decimal(number).toFixed();

const optional = (number: OcpiNumber | null | undefined): string | null =>
  number == null ? null : decimalOf(number);

/** The prices of a tariff in the order in which they count. */
export function pricesOf(tariff: Tariff): TariffPrice[] {
  return tariff.elements.flatMap(({ price_components: components, restrictions }, index) =>
    components.map((component, at) => ({
      path: `elements.${index}.price_components.${at}`,
      dimension: component.type,
      price: decimalOf(component.price),
      taxIncluded: tariff.tax_included === 'YES',
      taxPercent: optional(component.vat),
      stepSize: component.step_size,
      condition: restrictions == null ? null : conditionOf(restrictions),
    })),
  );
}

/** A limit of a price, before tax and, where limited too, with it. */
export function limitOf(limit: Tariff['min_price']) {
  if (limit == null) return null;
  const { excl_vat: excl, before_taxes: before, incl_vat: incl, after_taxes: after } = limit;
  return { exclTax: decimalOf(excl ?? before ?? 0), inclTax: optional(incl ?? after) };
}

/** The idle fee with its numbers as decimals. */
export function idleFeeOf(fee: IdleFee | null | undefined) {
  if (fee == null) return null;
  return {
    pricePerHour: decimalOf(fee.price_per_hour),
    taxPercent: optional(fee.vat),
    grace: `PT${fee.grace_seconds}S`,
    maximum: optional(fee.max_price),
    quietHours: fee.quiet_hours.map(({ start_time: start, end_time: end, day_of_week: days }) =>
      [`${start}–${end}`, days == null ? '' : dayNames(days)].join(' ').trim(),
    ),
  };
}

/** A tariff for people, one sentence a rule. */
export function summaryOfTariff(tariff: Tariff): string[] {
  const { currency } = tariff;
  const [least, most] = [limitOf(tariff.min_price), limitOf(tariff.max_price)];
  return [
    ...pricesOf(tariff).map((price) => sentenceOf(price, currency)),
    ...(least === null ? [] : [`at least ${least.exclTax} ${currency} before tax`]),
    ...(most === null ? [] : [`at most ${most.exclTax} ${currency} before tax`]),
    ...idleSentence(tariff),
  ];
}

function sentenceOf(price: TariffPrice, currency: string): string {
  const { dimension, taxPercent, taxIncluded, condition } = price;
  const tax = taxOf(taxPercent, taxIncluded);
  const when = condition === null ? '' : ` (${condition})`;
  return `${price.price} ${currency} ${perOf[dimension]} ${tax}${when}`;
}

function idleSentence({ currency, idle_fee: idle }: Tariff): string[] {
  const fee = idleFeeOf(idle);
  if (fee === null || idle == null) return [];
  const most = fee.maximum === null ? '' : `, at most ${fee.maximum} ${currency}`;
  const quiet = fee.quietHours.length === 0 ? '' : `, free at ${fee.quietHours.join(', ')}`;
  const price = `idling ${fee.pricePerHour} ${currency} per hour ${taxOf(fee.taxPercent, false)}`;
  return [`${price} after ${minutes(idle.grace_seconds)}${most}${quiet}`];
}

const perOf: Readonly<Record<Component['type'], string>> = {
  ENERGY: 'per kWh',
  FLAT: 'once a session',
  PARKING_TIME: 'per hour plugged in without charging',
  TIME: 'per hour of charging',
};

const taxOf = (percent: string | null, isIncluded: boolean) => {
  if (percent === null) return 'without tax';
  return isIncluded ? `with ${percent} % tax` : `plus ${percent} % tax`;
};
const minutes = (seconds: number) =>
  `${new Decimal(seconds).div(60).toDecimalPlaces(2).toFixed()} min`;

function dayNames(days: readonly string[]): string {
  return days.map((day) => day.slice(0, 1) + day.slice(1, 3).toLowerCase()).join(', ');
}

/** When an element counts; null: always. */
function conditionOf(restrictions: Restrictions): string | null {
  const { start_time: start, end_time: end, day_of_week: days, reservation } = restrictions;
  const parts = [
    between(start, end, ''),
    days == null ? null : dayNames(days),
    between(restrictions.start_date, restrictions.end_date, ''),
    between(restrictions.min_kwh, restrictions.max_kwh, ' kWh'),
    between(restrictions.min_power, restrictions.max_power, ' kW'),
    between(restrictions.min_current, restrictions.max_current, ' A'),
    between(restrictions.min_duration, restrictions.max_duration, ' s into the session'),
    reservation == null ? null : reservation.toLowerCase().replace('_', ' '),
  ];
  return parts.filter((part) => part !== null).join('; ') || null;
}

function between(
  from: OcpiNumber | null | undefined,
  to: OcpiNumber | null | undefined,
  unit: string,
): string | null {
  if (from == null && to == null) return null;
  if (from == null) return `below ${to}${unit}`;
  return to == null ? `from ${from}${unit}` : `${from}–${to}${unit}`;
}
