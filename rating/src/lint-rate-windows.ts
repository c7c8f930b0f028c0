import { minuteOfDay } from '@voltpark/contracts/local-clock';
import type { RatePlan, RateWindow } from '@voltpark/contracts/rate-plan';
import type { ClockChange } from './clock-changes.js';
import { Decimal } from './decimal.js';
import type { Finding } from './rating.js';

const dayMinutes = 1_440;
const weekMinutes = 7 * dayMinutes;
const daysOfWeek = [1, 2, 3, 4, 5, 6, 7];

/** Windows that never count or change nothing, and times of windows and resets that clock changes touch. */
export function lintWindows(plan: RatePlan, changes: readonly ClockChange[]): Finding[] {
  return [
    ...shadowed(plan.windows),
    ...plan.windows.flatMap((window, index) => [
      ...withoutEffect(window, index),
      ...changes.flatMap((change) => touched(window, index, change)),
    ]),
    ...changes.flatMap((change) => touchedReset(plan, change)),
  ];
}

function shadowed(windows: readonly RateWindow[]): Finding[] {
  const taken = new Uint8Array(weekMinutes);
  return windows.flatMap((window, index) => {
    let isFree = false;
    for (const minute of minutesOf(window)) {
      isFree ||= taken[minute] === 0;
      taken[minute] = 1;
    }
    if (isFree) return [];
    return [
      {
        severity: 'WARNING',
        code: 'SHADOWED',
        path: `windows.${index}`,
        message: `Windows before ${window.name} cover all of it: it never counts.`,
      },
    ];
  });
}

/** Minutes of an ordinary week, from Monday 00:00. */
function* minutesOf({ days, from, to }: RateWindow): Generator<number> {
  const begins = minuteOfDay(from) ?? 0;
  const ends = minuteOfDay(to) ?? dayMinutes;
  const length = ends > begins ? ends - begins : ends + dayMinutes - begins;
  for (const day of days.length === 0 ? daysOfWeek : days)
    for (let minute = 0; minute < length; minute += 1)
      yield ((day - 1) * dayMinutes + begins + minute) % weekMinutes;
}

function withoutEffect({ name, multiplier, maxValue }: RateWindow, index: number): Finding[] {
  if (maxValue !== null || !new Decimal(multiplier).eq(1)) return [];
  return [
    {
      severity: 'NOTE',
      code: 'NO_EFFECT',
      path: `windows.${index}`,
      message: `${name} multiplies by 1 and has no maximum: it only keeps later windows out.`,
    },
  ];
}

/** Whether the clock change falls on a time at which the window begins or ends, on a day on which it does. */
function touched(window: RateWindow, index: number, change: ClockChange): Finding[] {
  const { days, from, to, name } = window;
  const isOn = (weekday: number) => days.length === 0 || days.includes(weekday);
  const dayBefore = change.weekday === 1 ? 7 : change.weekday - 1;
  const begins = isOn(change.weekday) && isWithin(from, change);
  const ends = isOn(to < from ? dayBefore : change.weekday) && isWithin(to, change);
  if (!begins && !ends) return [];
  const path = `windows.${index}`;
  const times = [...(begins ? [from] : []), ...(ends ? [to] : [])].join(' and ');
  if (change.kind === 'SKIPPED') {
    const isGone = begins && ends && from < to;
    const effect = isGone
      ? `${name} does not take place`
      : `${name} ${begins ? 'begins' : 'ends'} when the clocks are put forward`;
    return [
      {
        severity: isGone ? 'WARNING' : 'NOTE',
        code: 'DST_SKIPPED',
        path,
        message: `On ${change.date} there is no ${times}: ${effect}.`,
      },
    ];
  }
  return [
    {
      severity: 'NOTE',
      code: 'DST_REPEATED',
      path,
      message: `On ${change.date} ${times} comes twice: ${name} begins at the first and ends at the last, so it is longer.`,
    },
  ];
}

function touchedReset({ reset }: RatePlan, change: ClockChange): Finding[] {
  if (reset.kind !== 'AT_LOCAL_TIME' || !isWithin(reset.time, change)) return [];
  const isSkipped = change.kind === 'SKIPPED';
  return [
    {
      severity: 'NOTE',
      code: isSkipped ? 'DST_SKIPPED' : 'DST_REPEATED',
      path: 'reset.time',
      message: isSkipped
        ? `On ${change.date} there is no ${reset.time}: the tables begin anew when the clocks are put forward.`
        : `On ${change.date} ${reset.time} comes twice: the tables begin anew at the first only.`,
    },
  ];
}

function isWithin(time: string, { from, to }: ClockChange): boolean {
  const minute = minuteOfDay(time) ?? dayMinutes;
  return from <= minute && minute < to;
}
