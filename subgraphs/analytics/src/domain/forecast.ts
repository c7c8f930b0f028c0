import { hourCalendar, weekBefore, type HourCalendar } from './forecast-calendar.js';
import { Correction, deviationsAt, type Deviations } from './forecast-correction.js';
import { PastErrors } from './forecast-errors.js';
import { habitAt } from './forecast-habit.js';
import { forecastLimits } from './forecast-limits.js';
import { shares, type HourlySeries } from './forecast-series.js';

/** What is expected of one hour; shares of capacity, 0 to 1. */
export interface ForecastHour {
  /** Index of the hour in the series, or beyond its end. */
  readonly hour: number;
  readonly share: number;
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
}

/** A forecast as it was, or would have been, made right before an hour. */
export interface Trial {
  /** The first hour that was not known. */
  readonly origin: number;
  readonly hours: readonly ForecastHour[];
}

interface Pending {
  readonly origin: number;
  readonly habits: readonly number[];
  readonly deviations: readonly Deviations[];
  readonly shares: readonly number[];
}

/** A series as forecasts see it. */
export interface Prepared {
  /** Shares of capacity by hour, NaN where not known. */
  readonly known: Float64Array;
  /** Reaches as far beyond the end as one may look ahead. */
  readonly calendar: HourCalendar;
}

/** Does once what each walk through a series needs. */
export function prepare(series: HourlySeries): Prepared {
  const known = shares(series);
  return { known, calendar: hourCalendar(series, known.length + forecastLimits.horizon) };
}

const { horizon, step, firstTrial, enough, memory } = forecastLimits;

/**
 * Goes through a series as time did and forecasts again and again, each time from nothing but the hours before:
 * habit, correction by how recent hours differed from it, and intervals from the errors made until then. Yields
 * the trials in which enough was known, the last of them at the end of the series: the forecast of the future.
 */
export function* rollThrough({ known, calendar }: Prepared): Generator<Trial> {
  const correction = new Correction();
  const errors = new PastErrors();
  const waiting: Pending[] = [];
  // Counted back from the end, so that the last trial is the forecast of now.
  const first = known.length - Math.floor((known.length - firstTrial) / step) * step;
  for (let origin = first; origin <= known.length; origin += step) {
    while ((waiting[0]?.origin ?? Infinity) + horizon <= origin) {
      const over = waiting.shift();
      if (over !== undefined) learn(over);
    }
    const made = pendingAt(known, calendar, origin, correction);
    if (made === undefined) continue;
    if (origin >= enough) yield { origin, hours: hoursOf(made) };
    waiting.push(made);
  }

  function learn({ origin, habits, deviations, shares: forecast }: Pending): void {
    correction.forget(Math.exp(-step / memory));
    for (const [index, habit] of habits.entries()) {
      const actual = known[origin + index] ?? Number.NaN;
      const before = deviations[index];
      if (Number.isNaN(actual) || before === undefined) continue;
      correction.learn(index + 1, before, actual - habit);
      const hourOfDay = calendar.hourOfDay[origin + index] ?? 0;
      errors.add(index + 1, hourOfDay, actual - (forecast[index] ?? 0));
    }
  }

  function hoursOf({ origin, shares: forecast }: Pending): ForecastHour[] {
    return forecast.flatMap((share, index) => {
      const hourOfDay = calendar.hourOfDay[origin + index] ?? 0;
      const likely = errors.spread(index + 1, hourOfDay, 0.8);
      const nearlySure = errors.spread(index + 1, hourOfDay, 0.95);
      if (likely === undefined || nearlySure === undefined) return [];
      return {
        hour: origin + index,
        share,
        low80: bounded(share + Math.min(likely.low, 0)),
        high80: bounded(share + Math.max(likely.high, 0)),
        low95: bounded(share + Math.min(nearlySure.low, 0)),
        high95: bounded(share + Math.max(nearlySure.high, 0)),
      };
    });
  }
}

function pendingAt(
  known: Float64Array,
  calendar: HourCalendar,
  origin: number,
  correction: Correction,
): Pending | undefined {
  const habit = habitAt(known, calendar, origin);
  const usual = (hour: number) => habit[calendar.cell[hour] ?? 0] ?? Number.NaN;
  if (Number.isNaN(usual(origin))) return undefined;
  const deviationsOf = deviationsAt((hour) => (known[hour] ?? Number.NaN) - usual(hour), origin);
  const habits = Array.from({ length: horizon }, (_, index) => usual(origin + index));
  const deviations = habits.map((_, index) => deviationsOf(index + 1));
  return {
    origin,
    habits,
    deviations,
    shares: habits.map((share, index) => {
      const before = deviations[index];
      return bounded(share + (before === undefined ? 0 : correction.at(index + 1, before)));
    }),
  };
}

const bounded = (share: number) => Math.min(Math.max(share, 0), 1);

/** The seasonal-naive forecast of the hours from `origin` on: as a week before, else as it was last; NaN if never. */
export function naiveForecast({ known, calendar }: Prepared, origin: number): number[] {
  const latest = known.subarray(0, origin).findLast((share) => !Number.isNaN(share));
  return Array.from({ length: horizon }, (_, index) => {
    const then = known[weekBefore(calendar, origin + index)] ?? Number.NaN;
    return Number.isNaN(then) ? (latest ?? Number.NaN) : then;
  });
}
