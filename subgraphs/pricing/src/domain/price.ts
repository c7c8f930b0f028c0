import { rateStay, type WholeStay } from '@voltpark/rating/stay';
import type { Rating } from '@voltpark/rating/rating';
import { invalidInput } from '@voltpark/kit/decision';
import { daysAfter, limits } from './limits.js';
import type { RatePlan } from './rules.js';

type RateLines = RatePlan['tables'][number]['lines'];

/** The price of a whole stay as one list of lines. */
export function priceOfStay(stay: WholeStay): Rating {
  const { parking, sessions, reductions, total } = rateStay(stay);
  const lines = [parking, ...sessions].flatMap((rating) => rating.lines);
  return { currency: stay.currency, total, lines: [...lines, ...reductions] };
}

/** What speaks against the length of a stay; undefined when nothing does. */
export function lengthFault(from: Date, to: Date) {
  if (to <= from) return invalidInput('to', 'A stay ends after it begins.');
  if (to <= daysAfter(from, limits.stayDays)) return undefined;
  return invalidInput('to', `A stay is at most ${limits.stayDays} days long.`);
}

/**
 * What speaks against computing a stay for whoever asks: increments of a minute over months are work for seconds. What
 * is billed is computed whatever it takes.
 */
export function workFault(plan: RatePlan | null, from: Date, to: Date) {
  if (plan === null) return undefined;
  const minutes = (to.getTime() - from.getTime()) / 60_000;
  const steps = Math.max(...plan.tables.map(({ lines }) => stepsOf(plan, lines, minutes)));
  if (steps <= limits.pricedSteps) return undefined;
  const most = limits.pricedSteps;
  const message = `By this plan that is more than ${most} increments: ask for a shorter stay.`;
  return invalidInput('to', message);
}

function stepsOf({ reset }: RatePlan, lines: RateLines, minutes: number): number {
  const begun =
    reset.kind === 'NEVER' ? 1 : minutes / (reset.kind === 'EVERY' ? reset.minutes : 24 * 60);
  const increments = lines.map(({ incrementMinutes }) =>
    incrementMinutes === null ? 0 : minutes / incrementMinutes,
  );
  return Math.ceil(begun) * lines.length + Math.max(0, ...increments);
}

/** What speaks against quoting a stay that begins then; undefined when nothing does. */
export function beginningFault(from: Date, now: Date, field: string) {
  if (from < daysAfter(now, -limits.quoteBehindDays)) {
    return invalidInput(field, `At most ${limits.quoteBehindDays} days ago.`);
  }
  if (from <= daysAfter(now, limits.quoteAheadDays)) return undefined;
  return invalidInput(field, `At most ${limits.quoteAheadDays} days ahead.`);
}

/** What speaks against charging within a stay; undefined when nothing does. */
export function outsideStay(charging: Span, stay: Span, field: string) {
  if (charging.from < stay.from) {
    return invalidInput(`${field}at`, 'Charging begins when the vehicle stands there.');
  }
  if (charging.to <= stay.to) return undefined;
  return invalidInput(
    `${field}idleMinutes`,
    'A vehicle is plugged in as long as it stays at most.',
  );
}

interface Span {
  readonly from: Date;
  readonly to: Date;
}
