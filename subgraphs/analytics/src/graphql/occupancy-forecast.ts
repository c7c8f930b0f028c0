import { userError } from '@voltpark/kit/graphql/errors';
import type { OccupancyForecast } from '../application/forecast-occupancy.js';
import type { BackTest } from '../domain/forecast-back-test.js';
import { forecastLimits } from '../domain/forecast-limits.js';
import { hourMs } from '../domain/forecast-series.js';
import type { ForecastHour } from '../domain/forecast.js';
import type {
  FacilityResolvers,
  ForecastBackTest,
  OccupancyForecast as Shown,
  OccupancyForecastPoint,
} from './generated/types.js';

/** `Facility.occupancyForecast`: null when too little is known of it. */
export const occupancyForecast: NonNullable<FacilityResolvers['occupancyForecast']> = async (
  { id },
  { hours },
  { useCases },
) => {
  const { horizon } = forecastLimits;
  if (hours < 1 || hours > horizon) throw userError(`\`hours\` is between 1 and ${horizon}.`);
  const forecast = await useCases.occupancyForecast(id);
  return forecast === null ? null : shown(forecast, hours);
};

function shown({ now, backTest, series }: OccupancyForecast, hours: number): Shown | null {
  if (now === undefined || now.hours.length === 0) return null;
  const instant = (hour: number) => new Date(series.from.getTime() + hour * hourMs);
  const points = now.hours.slice(0, hours).map((hour): OccupancyForecastPoint => ({
    start: instant(hour.hour),
    end: instant(hour.hour + 1),
    ...places(hour, series.capacity),
  }));
  return {
    knownUntil: instant(now.origin),
    method: 'HABIT_AND_DEVIATION',
    inService: series.capacity,
    points,
    backTest: backTest === null ? null : shownBackTest(backTest),
  };
}

function places(hour: ForecastHour, capacity: number) {
  const { share, low80, high80, low95, high95 } = hour;
  return {
    taken: share * capacity,
    percent: share * 100,
    interval80: { low: low80 * capacity, high: high80 * capacity },
    interval95: { low: low95 * capacity, high: high95 * capacity },
  };
}

function shownBackTest(backTest: BackTest): ForecastBackTest {
  const { mae, naiveMae, coverage80, coverage95, hours, from, to } = backTest;
  return {
    ...{ mae, naiveMae, hours, from, to },
    coverage80: 100 * coverage80,
    coverage95: 100 * coverage95,
  };
}
