import type { IdleFee, Tariff } from '@voltpark/contracts';
import {
  ascending,
  changeTimes,
  inThousands,
  optional,
  readConditions,
  type Conditions,
  type Restrictions,
} from './charging-conditions.js';
import { compare, digitsOf, fraction, fractionOf, type Fraction } from './decimal-fraction.js';
import type { RatingKind } from './rating.js';

type Element = Tariff['elements'][number];
type Reservation = Exclude<Restrictions['reservation'], undefined>;
export type Dimension = Element['price_components'][number]['type'];

/** One price of a tariff: what it is for, and where it stands. */
export interface Component {
  readonly dimension: Dimension;
  readonly kind: RatingKind;
  /** `elements.1.price_components.0` */
  readonly rule: string;
  /** Per kWh, per hour, or once. */
  readonly price: Fraction;
  /** Percent; null: not applicable. */
  readonly vat: Fraction | null;
  /** In kWh or hours; null: none. */
  readonly step: Fraction | null;
}

/** A price and when it holds; of the candidates of a dimension the first that holds is the price. */
export interface Candidate {
  readonly conditions: Conditions | null;
  readonly component: Component;
}
export type Candidates = Readonly<Record<Dimension, readonly Candidate[]>>;

/** A tariff, read for rating. */
export interface Rules {
  readonly session: Candidates;
  readonly reservation: Candidates;
  readonly expiredReservation: Candidates;
  /** Local times at which anything may change, milliseconds since midnight, ascending. */
  readonly times: readonly number[];
  /** Milliseconds since the beginning at which anything may change, ascending. */
  readonly durations: readonly number[];
  /** Wh of the session at which anything may change, ascending, and the digits behind the point that they need. */
  readonly energies: readonly Fraction[];
  readonly energyPlaces: number;
  readonly readsPower: boolean;
  readonly readsCurrent: boolean;
  readonly idleFee: IdleFee | null;
  /** Whether prices are with tax (OCPI 2.3.0). */
  readonly taxIncluded: boolean;
  /** The one tax rate of all prices; undefined when they differ. */
  readonly onlyVat: Fraction | null | undefined;
}

function readComponent(
  component: Element['price_components'][number],
  rule: string,
  reserves: boolean,
  taxed: boolean,
): Component {
  const { type: dimension, price, vat, step_size: step } = component;
  const perUnit = dimension === 'ENERGY' ? 1_000n : 3_600n;
  return {
    dimension,
    kind: reserves ? 'RESERVATION' : dimension === 'PARKING_TIME' ? 'IDLE' : 'CHARGING',
    rule,
    price: fractionOf(price),
    vat: taxed ? optional(vat, fractionOf) : null,
    step: dimension === 'FLAT' || step === 0 ? null : fraction(BigInt(step), perUnit),
  };
}

/** Every kWh that a restriction names. */
function energyLimits(tariff: Tariff): (number | string)[] {
  return tariff.elements
    .flatMap(({ restrictions }) => [restrictions?.min_kwh, restrictions?.max_kwh])
    .filter((kwh) => kwh !== undefined && kwh !== null);
}

function energiesOf(tariff: Tariff): readonly Fraction[] {
  return energyLimits(tariff)
    .map(inThousands)
    .sort(compare)
    .filter((energy, place, all) => place === 0 || compare(energy, all[place - 1] ?? energy) !== 0);
}

interface ReadElement {
  readonly conditions: Conditions | null;
  readonly components: readonly Component[];
  readonly reservation: Reservation;
}

function readElements(tariff: Tariff, energies: readonly Fraction[]): ReadElement[] {
  const taxed = tariff.tax_included !== 'N/A';
  return tariff.elements.map(({ price_components: components, restrictions }, element) => {
    const reservation = restrictions?.reservation ?? null;
    return {
      conditions: optional(restrictions, (given) => readConditions(given, energies)),
      components: components.map((component, place) =>
        readComponent(
          component,
          `elements.${element}.price_components.${place}`,
          reservation !== null,
          taxed,
        ),
      ),
      reservation,
    };
  });
}

function candidatesOf(elements: readonly ReadElement[]): Candidates {
  const of = (dimension: Dimension): Candidate[] =>
    elements.flatMap(({ conditions, components }) => {
      const component = components.find((one) => one.dimension === dimension);
      return component === undefined ? [] : [{ conditions, component }];
    });
  return {
    ENERGY: of('ENERGY'),
    FLAT: of('FLAT'),
    PARKING_TIME: of('PARKING_TIME'),
    TIME: of('TIME'),
  };
}

function onlyVat(elements: readonly ReadElement[]): Fraction | null | undefined {
  const [first, ...others] = elements.flatMap(({ components }) => components.map(({ vat }) => vat));
  const same = (vat: Fraction | null): boolean =>
    vat === null || first === null || first === undefined
      ? vat === first
      : compare(vat, first) === 0;
  return others.every(same) ? first : undefined;
}

function read(tariff: Tariff): Rules {
  const energies = energiesOf(tariff);
  const elements = readElements(tariff, energies);
  const conditions = elements.flatMap(({ conditions }) =>
    conditions === null ? [] : [conditions],
  );
  const kept = (kind: Reservation): ReadElement[] =>
    elements.filter(({ reservation }) => reservation === kind);
  return {
    session: candidatesOf(kept(null)),
    reservation: candidatesOf(kept('RESERVATION')),
    // Of an expired reservation the elements for expiry count first, wherever they stand.
    expiredReservation: candidatesOf([...kept('RESERVATION_EXPIRES'), ...kept('RESERVATION')]),
    times: changeTimes(conditions),
    durations: ascending(
      conditions.flatMap(({ minDuration, maxDuration }) =>
        [minDuration, maxDuration].filter((duration) => duration !== null),
      ),
    ),
    energies,
    energyPlaces: Math.max(0, ...energyLimits(tariff).map((kwh) => digitsOf(kwh).places)),
    readsPower: conditions.some(({ minPower, maxPower }) => minPower !== null || maxPower !== null),
    readsCurrent: conditions.some(
      ({ minCurrent, maxCurrent }) => minCurrent !== null || maxCurrent !== null,
    ),
    idleFee: tariff.idle_fee ?? null,
    taxIncluded: tariff.tax_included === 'YES',
    onlyVat: onlyVat(elements),
  };
}

const known = new WeakMap<Tariff, Rules>();

/** Reads a tariff once: the object must not be changed afterwards. */
export function rulesOf(tariff: Tariff): Rules {
  const found = known.get(tariff);
  if (found !== undefined) return found;
  const rules = read(tariff);
  known.set(tariff, rules);
  return rules;
}
