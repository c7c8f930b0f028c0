import type { RatePlan, RateTable } from '@voltpark/contracts/rate-plan';
import type { SlotSize } from '@voltpark/contracts/shared';
import { Decimal, decimalText } from './decimal.js';
import { capsOf } from './parking-caps.js';
import { capLines, once, ratingOf, reliefLines, sliceLines, type Bare } from './parking-lines.js';
import { sharePieces, type Share, type SharePiece } from './parking-shares.js';
import { reliefsOf, slicesOf, type Relief } from './parking-slices.js';
import { minuteMs, segmentsOf, type Span } from './parking-time.js';
import type { Rating } from './rating.js';

export type { Share, ShareReason } from './parking-shares.js';

/** A stay, and by what it is priced. */
export interface ParkedStay {
  readonly plan: RatePlan;
  /** IANA name: the plan's times of day are in the facility's zone. */
  readonly timeZone: string;
  readonly from: Date;
  readonly to: Date;
  readonly size: SlotSize;
  readonly isElectric: boolean;
  /** Minutes that cost only a part. May overlap: the smallest share wins. */
  readonly shares: readonly Share[];
  readonly lostTicket: boolean;
}

/**
 * What parking costs by a rate plan.
 *
 * In this order: the table that fits the vehicle; grace; the table's lines, anew after each reset, at the multiple
 * of the window in which an increment or flat begins; shares; maxima of line, window, day and 24 hours. What shares
 * and maxima take off stands on lines of its own, so that the lines tell each cent. A stay without a fitting table
 * is free. See docs/rating-parking.md for how the rules meet.
 *
 * @throws RangeError for a share outside 0 to 1, and for a stay of more than ten years.
 */
export function rateParking(stay: ParkedStay): Rating {
  const { plan, lostTicket } = stay;
  const span = { from: stay.from.getTime(), to: stay.to.getTime() };
  const pieces = sharePieces(stay.shares, span);
  if (lostTicket) return ratingOf(plan, lostTicketLines(stay, span, pieces));
  if (span.to - span.from <= plan.graceMinutes * minuteMs) return ratingOf(plan, []);
  return ratingOf(plan, stayLines(stay, span, pieces));
}

function stayLines(stay: ParkedStay, span: Span, pieces: readonly SharePiece[]): Bare[] {
  const { plan } = stay;
  const place = plan.tables.findIndex((table) => fits(table, stay));
  const table = plan.tables[place];
  if (table === undefined || span.to <= span.from) return [];
  const path = `tables.${place}`;
  const slices = segmentsOf(plan, stay.timeZone, span).flatMap((segment, index) =>
    slicesOf(plan, table, segment, index, pieces),
  );
  const reliefs = slices.flatMap((slice) => slice.reliefs);
  const capped = capsOf(plan, table, path).take(slices, ({ full, reliefs: own }) =>
    full.minus(sumOf(own)),
  );
  return [
    ...sliceLines(plan, table, path, slices),
    ...reliefLines(reliefs, pieces),
    ...capLines(capped.reached),
    ...(reliefs.length === 0 ? [] : noDearerLines(stay, capped.left, span)),
  ];
}

/**
 * A share never makes a stay dearer. It could: what it takes off one line leaves room below two maxima, its day's and
 * its line's, and others may fill both.
 */
function noDearerLines(stay: ParkedStay, price: Decimal, span: Span): Bare[] {
  const { plan } = stay;
  const { total } = rateParking({ ...stay, shares: [] });
  const over = price.minus(plan.taxIncluded ? total.inclTax : total.exclTax);
  if (over.lte(0)) return [];
  const description = 'Not more than without free or reduced minutes';
  return [{ ...once('PARKING', 'full_price', over.negated()), description, span }];
}

/** The first table for vehicles of this size and drive. */
function fits({ sizes, drive }: RateTable, { size, isElectric }: ParkedStay): boolean {
  if (sizes.length > 0 && !sizes.includes(size)) return false;
  return drive === 'ANY' || (drive === 'ELECTRIC') === isElectric;
}

/**
 * A day's maximum, whatever the stay's length, and the fee. Without a daily maximum that of 24 hours, and without
 * that what 24 hours from entry come to. Shares weigh the day's maximum as a flat over the stay, not the fee.
 */
function lostTicketLines(stay: ParkedStay, span: Span, pieces: readonly SharePiece[]): Bare[] {
  const { plan } = stay;
  const day = dayMaximumOf(stay, span);
  const length = { ...span, lengthMs: span.to - span.from };
  const reliefs = length.lengthMs > 0 ? reliefsOf(day.amount, [length], pieces) : [];
  const fee = new Decimal(plan.lostTicketFee);
  return [
    {
      ...once('PARKING', day.rule, day.amount),
      description: `Lost ticket: a day's maximum of ${decimalText(day.amount)}`,
      span,
    },
    ...reliefLines(reliefs, pieces),
    ...(fee.isZero()
      ? []
      : [{ ...once('PENALTY', 'lostTicketFee', fee), description: 'Lost ticket: fee', span }]),
  ];
}

const dayMs = 24 * 60 * minuteMs;

function dayMaximumOf(stay: ParkedStay, { from }: Span): { rule: string; amount: Decimal } {
  const { dailyMaximum, maximumPer24Hours, taxIncluded } = stay.plan;
  if (dailyMaximum !== null) return { rule: 'dailyMaximum', amount: new Decimal(dailyMaximum) };
  if (maximumPer24Hours !== null)
    return { rule: 'maximumPer24Hours', amount: new Decimal(maximumPer24Hours) };
  const day = { ...stay, to: new Date(from + dayMs), shares: [], lostTicket: false };
  const { total } = rateParking(day);
  return { rule: 'tables', amount: new Decimal(taxIncluded ? total.inclTax : total.exclTax) };
}

function sumOf(reliefs: readonly Relief[]): Decimal {
  return reliefs.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
}
