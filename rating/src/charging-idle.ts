import type { IdleFee } from '@voltpark/contracts';
import { changeTimes, optional, weekdayMask } from './charging-conditions.js';
import { amounts, type Draft } from './charging-lines.js';
import { duration } from './charging-words.js';
import {
  compare,
  fraction,
  fractionOf,
  minus,
  over,
  plus,
  times,
  type Fraction,
} from './decimal-fraction.js';
import type { Course } from './trace.js';
import { dailyWindow, hourMs, isWithin, momentIn, nextTime, stretchAt } from './windows.js';

interface Span {
  readonly start: number;
  end: number;
}

/** The idle times outside of quiet hours, epoch milliseconds; those that touch are one. */
function loudSpans({ session, timeZone }: Course, fee: IdleFee): Span[] {
  const quiet = fee.quiet_hours.map(({ start_time: start, end_time: end, day_of_week: days }) => ({
    window: dailyWindow(start, end),
    days: weekdayMask(days),
    firstDay: null,
    lastDay: null,
  }));
  const times = changeTimes(quiet);
  const spans: Span[] = [];
  for (const { activity, start, end } of session) {
    if (activity !== 'IDLE') continue;
    for (let at = start; at < end;) {
      const stretch = stretchAt(timeZone, at);
      const next = Math.min(end, nextTime(stretch, times, at));
      const { timeMs, weekday } = momentIn(stretch, at);
      const isQuiet = quiet.some(
        ({ window, days }) => isWithin(window, timeMs) && (days === null || days[weekday] === true),
      );
      if (!isQuiet) {
        const last = spans.at(-1);
        if (last !== undefined && last.end === at) last.end = next;
        else spans.push({ start: at, end: next });
      }
      at = next;
    }
  }
  return spans;
}

/** Takes the grace off the beginning. */
function afterGrace(spans: readonly Span[], graceMs: number): Span[] {
  let left = graceMs;
  return spans.flatMap(({ start, end }) => {
    const free = Math.min(left, end - start);
    left -= free;
    return start + free < end ? [{ start: start + free, end }] : [];
  });
}

/**
 * What idling costs: the idle time of the session less the grace, neither of which runs in quiet hours, up to the
 * most that idling may cost. A line ends where the most is reached: what comes after costs nothing.
 */
export function idleDrafts(course: Course, fee: IdleFee, taxIncluded: boolean): Draft[] {
  const price = fractionOf(fee.price_per_hour);
  const vat = optional(fee.vat, fractionOf);
  const most = optional(fee.max_price, fractionOf);
  const drafts: Draft[] = [];
  let spent: Fraction = fraction(0n);
  for (const { start, end } of afterGrace(loudSpans(course, fee), fee.grace_seconds * 1_000)) {
    let hours = fraction(BigInt(end - start), BigInt(hourMs));
    const amount = times(hours, price);
    const isCapped = most !== null && compare(plus(spent, amount), most) > 0;
    if (isCapped) hours = over(minus(most, spent), price);
    if (hours.n <= 0n) break;
    spent = plus(spent, times(hours, price));
    drafts.push({
      kind: 'IDLE',
      rule: 'idle_fee',
      description: `Idle fee, ${duration(hours)}${isCapped ? ', up to its maximum' : ''}`,
      start,
      end: isCapped ? start + Number((hours.n * BigInt(hourMs)) / hours.d) : end,
      quantity: hours,
      unit: 'h',
      unitPrice: price,
      vat,
      taxIncluded,
      ...amounts(hours, { price, vat }, taxIncluded),
    });
    if (isCapped) break;
  }
  return drafts;
}
