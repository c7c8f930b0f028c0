import { Temporal } from 'temporal-polyfill';
import type { Channel, NoticeKind } from './kinds.js';
import { kindOf } from './kinds.js';

/** When somebody does not want to be disturbed, on the wall clock of a zone. */
export interface QuietHours {
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`, exclusive; not later than `from`: on the next day. */
  readonly until: string;
  readonly timeZone: string;
}

/** Channels that make a sound. */
const loud: readonly Channel[] = ['SMS', 'PUSH'];

/** Until when a notice has to wait; null: it may go out now. */
export function quietUntil(
  hours: QuietHours | null,
  of: { readonly kind: NoticeKind; readonly channel: Channel },
  now: Date,
): Date | null {
  if (hours === null || !loud.includes(of.channel) || kindOf(of.kind).isUrgent) return null;
  return endOfQuiet(hours, now);
}

/** When the quiet hours end in which this instant lies; null when it lies in none. Equal times: never quiet. */
export function endOfQuiet({ from, until, timeZone }: QuietHours, now: Date): Date | null {
  if (from === until) return null;
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const [begins, ends, time] = [
    Temporal.PlainTime.from(from),
    Temporal.PlainTime.from(until),
    local.toPlainTime(),
  ];
  const isBehindBegin = Temporal.PlainTime.compare(time, begins) >= 0;
  const isBeforeEnd = Temporal.PlainTime.compare(time, ends) < 0;
  const isOverMidnight = Temporal.PlainTime.compare(begins, ends) > 0;
  if (isOverMidnight ? !isBehindBegin && !isBeforeEnd : !isBehindBegin || !isBeforeEnd) return null;
  const day = local.toPlainDate().add({ days: isOverMidnight && isBehindBegin ? 1 : 0 });
  const end = day.toZonedDateTime({ timeZone, plainTime: ends });
  // In the hour that comes twice the wall clock may say "before the end" when the end has passed once.
  return end.epochMilliseconds > now.getTime() ? new Date(end.epochMilliseconds) : null;
}

/** What is wrong with quiet hours; null when nothing is. */
export function quietHoursFault(
  hours: QuietHours,
): { readonly field: string; readonly message: string } | null {
  for (const field of ['from', 'until'] as const) {
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(hours[field])) {
      return { field, message: 'A time of day looks like 22:00.' };
    }
  }
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(hours.timeZone);
    return null;
  } catch {
    return { field: 'timeZone', message: 'There is no such time zone, for example Europe/Berlin.' };
  }
}
