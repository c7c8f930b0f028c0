import type { Discount, RatePlan } from '@voltpark/contracts/rate-plan';
import type { SlotSize } from '@voltpark/contracts/shared';
import type { Tariff, Trace } from '@voltpark/contracts/tariff';
import { rateCharging } from './charging.js';
import { Decimal, decimalText } from './decimal.js';
import { reductionsOf, type ReducedPeriod } from './discount.js';
import { totalOf } from './parking-lines.js';
import { rateParking, type Share } from './parking.js';
import type { Rating, RatingLine } from './rating.js';
import { commonOf, united, type TimeSpan } from './time-spans.js';

/** A charging session of a stay: its trace, and the tariff version that it is pinned to. */
export interface ChargedSession {
  /** Null: charging is free. Its minutes weigh the parking price all the same. */
  readonly tariff: Tariff | null;
  readonly trace: Trace;
}

/** From entry to exit of one vehicle, with everything that its price follows from. */
export interface WholeStay {
  /** Null: parking is free. */
  readonly plan: RatePlan | null;
  /** The facility's. */
  readonly currency: string;
  readonly timeZone: string;
  readonly from: Date;
  readonly to: Date;
  readonly size: SlotSize;
  readonly isElectric: boolean;
  readonly lostTicket: boolean;
  readonly sessions: readonly ChargedSession[];
  /** When the vehicle has a pass here. */
  readonly passes: readonly { readonly from: Date; readonly to: Date }[];
  /** Those that count here, now, for this driver: whether they may be used is not looked at. */
  readonly discounts: readonly Discount[];
}

/** The price of a stay. All lines together are the total. */
export interface StayRating {
  readonly parking: Rating;
  /** In the order of the sessions given. */
  readonly sessions: readonly Rating[];
  /** What discounts take off; negative. */
  readonly reductions: readonly RatingLine[];
  readonly total: Rating['total'];
}

/**
 * What a whole stay costs: each session by its own tariff, parking by the plan, and no minute twice.
 *
 * The plan's overlap policy says what parking costs in minutes in which the vehicle charged, and whether minutes that
 * an idle fee bills are parking as well. Both become shares of the parking price, as passes do. Discounts come last.
 *
 * @throws RangeError when the plan or a tariff is in another currency than the facility.
 */
export function rateStay(stay: WholeStay): StayRating {
  const sessions = stay.sessions.map(({ tariff, trace }) =>
    tariff === null ? free(stay.currency) : rateCharging(tariff, trace),
  );
  for (const { currency } of [...sessions, ...(stay.plan === null ? [] : [stay.plan])])
    if (currency !== stay.currency)
      throw new RangeError(
        `A price in ${currency} at a facility whose currency is ${stay.currency}.`,
      );
  const shares = sharesOf(stay, sessions);
  const parking = parkingOf(stay, shares);
  const period = { start: stay.from.toISOString(), end: stay.to.toISOString() };
  const validated = freeMinutesOf(stay, shares, parking, period);
  const priced = [...parking.lines, ...sessions.flatMap(({ lines }) => lines), ...validated];
  const reductions = [...validated, ...reductionsOf(priced, stay.discounts, stay.currency, period)];
  const total = totalOf([
    ...parking.lines,
    ...sessions.flatMap(({ lines }) => lines),
    ...reductions,
  ]);
  return { parking, sessions, reductions, total };
}

function parkingOf(stay: WholeStay, shares: readonly Share[]): Rating {
  const { plan } = stay;
  return plan === null ? free(stay.currency) : rateParking({ ...stay, plan, shares });
}

function free(currency: string): Rating {
  return { currency, total: totalOf([]), lines: [] };
}

/** Which minutes cost only a part of the parking price, and why. */
function sharesOf({ plan, passes, sessions }: WholeStay, ratings: readonly Rating[]): Share[] {
  const overlap = plan?.overlap;
  if (overlap === undefined) return [];
  const whileCharging = overlap.parkingShareWhileCharging;
  return [
    ...passes.map(({ from, to }): Share => ({ from, to, share: '0', reason: 'PASS' })),
    ...sessions.flatMap(({ trace }) =>
      trace.periods
        .filter(({ activity }) => activity === 'CHARGING')
        .map((period): Share => ({ ...spanOf(period), share: whileCharging, reason: 'CHARGING' })),
    ),
    ...(overlap.idleFee === 'REPLACES_PARKING'
      ? sessions.flatMap((session, place) => idleBilled(session, ratings[place]))
      : []),
  ];
}

/** The minutes that an idle fee bills: the idle ones within its lines that cost something. */
function idleBilled({ trace }: ChargedSession, rating: Rating | undefined): Share[] {
  const billed = (rating?.lines ?? []).filter(
    ({ kind, inclTax }) => kind === 'IDLE' && new Decimal(inclTax).gt(0),
  );
  const idle = trace.periods.filter(({ activity }) => activity === 'IDLE');
  return commonOf(united(billed.map(spanOf)), united(idle.map(spanOf))).map((span): Share => ({
    ...span,
    share: '0',
    reason: 'IDLE',
  }));
}

function spanOf({ start, end }: { readonly start: string; readonly end: string }): TimeSpan {
  return { from: new Date(start), to: new Date(end) };
}

/**
 * What the first minutes are worth: the difference that they make to parking as a whole, its maxima included. Minutes
 * that are free already, or above a maximum, are worth nothing. Of several such discounts the longest counts.
 */
function freeMinutesOf(
  stay: WholeStay,
  shares: readonly Share[],
  parking: Rating,
  period: ReducedPeriod,
): RatingLine[] {
  const best = longestFree(stay.discounts);
  if (best === null || stay.plan === null) return [];
  const to = new Date(stay.from.getTime() + best.minutes * 60_000);
  const validated: Share = { from: stay.from, to, share: '0', reason: 'VALIDATION' };
  const { total } = parkingOf(stay, [...shares, validated]);
  const incl = new Decimal(parking.total.inclTax).minus(total.inclTax);
  const excl = new Decimal(parking.total.exclTax).minus(total.exclTax);
  if (incl.isZero()) return [];
  const { taxIncluded, taxPercent } = stay.plan;
  return [
    {
      kind: 'PARKING',
      rule: `discounts.${best.discount.discountId}`,
      description: `${best.discount.name}: the first ${best.minutes} min free`,
      ...period,
      quantity: '1',
      unit: 'session',
      unitPrice: decimalText((taxIncluded ? incl : excl).negated()),
      taxIncluded,
      taxPercent,
      exclTax: decimalText(excl.negated()),
      inclTax: decimalText(incl.negated()),
    },
  ];
}

function longestFree(discounts: readonly Discount[]) {
  let best: { discount: Discount; minutes: number } | null = null;
  for (const discount of discounts) {
    const { reduction, appliesTo } = discount;
    if (reduction.kind !== 'FREE_MINUTES' || appliesTo === 'CHARGING') continue;
    if (best === null || reduction.minutes > best.minutes)
      best = { discount, minutes: reduction.minutes };
  }
  return best;
}
