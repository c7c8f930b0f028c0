import { naiveForecast, prepare, rollThrough, type ForecastHour, type Trial } from './forecast.js';
import { forecastLimits } from './forecast-limits.js';
import { hourMs, type HourlySeries } from './forecast-series.js';

/** How well forecasts did on hours that they did not know. Errors are percent of capacity, coverages shares of 1. */
export interface BackTest {
  /** Mean absolute error. */
  readonly mae: number;
  /** That of the seasonal-naive forecast (as a week before) for the same hours. */
  readonly naiveMae: number;
  /** Which share of the hours the 80 % interval held. */
  readonly coverage80: number;
  readonly coverage95: number;
  /** Mean width of the 80 % interval, percent of capacity. */
  readonly width80: number;
  /** How many hours were compared; the same hour counts once for each forecast of it. */
  readonly hours: number;
  /** Start of the first and end of the last hour that was compared. */
  readonly from: Date;
  readonly to: Date;
}

/** Adds up what became of forecasts. Only hours that are known count. */
export class Score {
  #hours = 0;
  #error = 0;
  #naive = 0;
  #within80 = 0;
  #within95 = 0;
  #width80 = 0;
  #from = Infinity;
  #to = -Infinity;

  add(forecast: ForecastHour, naive: number, actual: number): void {
    if (Number.isNaN(actual) || Number.isNaN(naive)) return;
    const { share, low80, high80, low95, high95 } = forecast;
    this.#hours += 1;
    this.#error += Math.abs(share - actual);
    this.#naive += Math.abs(naive - actual);
    this.#within80 += Number(holds(low80, actual, high80));
    this.#within95 += Number(holds(low95, actual, high95));
    this.#width80 += high80 - low80;
    this.#from = Math.min(this.#from, forecast.hour);
    this.#to = Math.max(this.#to, forecast.hour + 1);
  }

  /** Null when nothing could be compared. */
  result(start: Date): BackTest | null {
    if (this.#hours === 0) return null;
    const instant = (hour: number) => new Date(start.getTime() + hour * hourMs);
    return {
      mae: (100 * this.#error) / this.#hours,
      naiveMae: (100 * this.#naive) / this.#hours,
      coverage80: this.#within80 / this.#hours,
      coverage95: this.#within95 / this.#hours,
      width80: (100 * this.#width80) / this.#hours,
      hours: this.#hours,
      from: instant(this.#from),
      to: instant(this.#to),
    };
  }
}

/** Sums of time-weighted means differ from a bound that they equal by a little. */
const holds = (low: number, actual: number, high: number) =>
  actual >= low - 1e-9 && actual <= high + 1e-9;

/** A forecast of the hours behind the end of a series, and how well such forecasts did before. */
export interface TestedForecast {
  /** Undefined when too little is known. */
  readonly now: Trial | undefined;
  readonly backTest: BackTest | null;
}

/** What a back-test looks at beside the whole. */
export interface BackTestOptions {
  /** Hours from the beginning of the series before which no forecast counts. */
  readonly skip?: number;
  /** Hours ahead up to which forecasts count. */
  readonly ahead?: number;
  /** Told of each hour compared, hours ahead from 1. */
  readonly seen?: (ahead: number, forecast: ForecastHour, naive: number, actual: number) => void;
}

/** Forecasts and tests in one walk through the series. */
export function testedForecast(
  series: HourlySeries,
  options: BackTestOptions = {},
): TestedForecast {
  const { skip = 0, ahead = forecastLimits.horizon, seen } = options;
  const prepared = prepare(series);
  const { known } = prepared;
  const score = new Score();
  let now: Trial | undefined;
  for (const trial of rollThrough(prepared)) {
    if (trial.origin === known.length) now = trial;
    // A trial counts when all of it has become known, so that each hour ahead is tested equally often.
    if (trial.origin < skip || trial.origin + ahead > known.length) continue;
    const naive = naiveForecast(prepared, trial.origin);
    for (const [index, forecast] of trial.hours.slice(0, ahead).entries()) {
      const actual = known[forecast.hour] ?? Number.NaN;
      score.add(forecast, naive[index] ?? Number.NaN, actual);
      seen?.(index + 1, forecast, naive[index] ?? Number.NaN, actual);
    }
  }
  return { now, backTest: score.result(series.from) };
}
