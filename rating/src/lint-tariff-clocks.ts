import type { Tariff } from '@voltpark/contracts';
import { weekdayMask } from './charging-conditions.js';
import type { ClockChange } from './clock-changes.js';
import type { Finding } from './rating.js';
import { dailyWindow, dayMs, isWithin, minuteMs, type DailyWindow } from './windows.js';

interface Window {
  readonly path: string;
  readonly daily: DailyWindow;
  readonly days: readonly boolean[] | null;
  /** Dates between which it counts: the first included, the last not. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Windows that a change of clocks takes away, doubles, cuts or tears. */
export function lintClocks(tariff: Tariff, changes: readonly ClockChange[]): Finding[] {
  return windowsOf(tariff).flatMap((window) =>
    changes.flatMap((change) => touched(window, change)),
  );
}

function windowsOf(tariff: Tariff): Window[] {
  const ofElements = tariff.elements.flatMap(({ restrictions }, element): Window[] => {
    const { start_time: start, end_time: end, ...rest } = restrictions ?? {};
    if (!start && !end) return [];
    return [
      {
        path: `elements.${element}.restrictions`,
        daily: dailyWindow(start, end),
        days: weekdayMask(rest.day_of_week),
        from: rest.start_date ?? null,
        to: rest.end_date ?? null,
      },
    ];
  });
  const quiet = (tariff.idle_fee?.quiet_hours ?? []).map((window, place): Window => ({
    path: `idle_fee.quiet_hours.${place}`,
    daily: dailyWindow(window.start_time, window.end_time),
    days: weekdayMask(window.day_of_week),
    from: null,
    to: null,
  }));
  return [...ofElements, ...quiet];
}

const clockText = (ms: number): string => {
  const minutes = ms / minuteMs;
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

function touched(window: Window, change: ClockChange): Finding[] {
  const { path, daily, days, from, to } = window;
  const { date, weekday, kind } = change;
  if (days !== null && days[weekday - 1] !== true) return [];
  if ((from !== null && date < from) || (to !== null && date >= to)) return [];
  const minutes = Array.from(
    { length: change.to - change.from },
    (_, minute) => (change.from + minute) * minuteMs,
  );
  const inside = minutes.filter((time) => isWithin(daily, time)).length;
  if (inside === 0) return [];
  const isWhole =
    daily.from < daily.until &&
    daily.from >= change.from * minuteMs &&
    daily.until <= change.to * minuteMs;
  // The change lies within the window: a night with an hour less or more, as every night then.
  if (!isWhole && inside === minutes.length) return [];
  const span = `${clockText(daily.from)}–${clockText(daily.until % dayMs)}`;
  const clock = `${clockText(change.from * minuteMs)} to ${clockText(change.to * minuteMs)}`;
  const finding = (severity: Finding['severity'], code: string, message: string): Finding[] => [
    { severity, code, path, message },
  ];
  if (kind === 'SKIPPED')
    return isWhole
      ? finding(
          'WARNING',
          'DST_SKIPPED',
          `On ${date} the clock goes from ${clock}: ${span} does not take place.`,
        )
      : finding(
          'NOTE',
          'DST_SKIPPED',
          `On ${date} the clock goes from ${clock}: ${span} loses ${inside} minutes.`,
        );
  return finding(
    'WARNING',
    'DST_REPEATED',
    isWhole
      ? `On ${date} ${clock} comes twice: so does ${span}.`
      : `On ${date} ${clock} comes twice: ${span} stops and begins again in between.`,
  );
}
