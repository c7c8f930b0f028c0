import { setImmediate } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { FacilityFact } from '../domain/facts.js';
import { testedForecast, type TestedForecast } from '../domain/forecast-back-test.js';
import { forecastLimits } from '../domain/forecast-limits.js';
import { hourMs, type HourlySeries } from '../domain/forecast-series.js';
import type { HourOfOccupancy, Ports } from './ports.js';

/** Which local dates are public holidays of a country. */
export type PublicHolidays = (
  country: string,
  range: { readonly from: Date; readonly to: Date },
) => Promise<ReadonlySet<string>>;

/** A forecast and what is needed to tell it in places and instants. */
export interface OccupancyForecast extends TestedForecast {
  readonly series: HourlySeries;
}

interface Needed extends Pick<Ports, 'clock'> {
  readonly reads: Pick<Ports['reads'], 'facilities' | 'occupancy'>;
  readonly publicHolidays: PublicHolidays;
}

/**
 * How full a facility is going to be, for everybody to know. A forecast is kept for a minute, as all that look at
 * a facility ask for the same one.
 */
export function forecastOccupancy(ports: Needed) {
  const kept = new Map<
    string,
    { readonly until: number; readonly forecast: Promise<OccupancyForecast> }
  >();
  return {
    /** Null when the facility is not known (yet). */
    async occupancyForecast(facilityId: string): Promise<OccupancyForecast | null> {
      const [facility] = await ports.reads.facilities([facilityId]);
      if (facility === undefined) return null;
      const now = ports.clock.now().getTime();
      const known = kept.get(facilityId);
      if (known !== undefined && known.until > now) return known.forecast;
      kept.delete(facilityId);
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= forecastLimits.keptForecasts) kept.delete(oldest);
      const forecast = made(ports, facility);
      kept.set(facilityId, { until: now + forecastLimits.keepMs, forecast });
      forecast.catch(() => kept.delete(facilityId));
      return forecast;
    },
  };
}

async function made(
  { reads, clock, publicHolidays }: Needed,
  facility: FacilityFact,
): Promise<OccupancyForecast> {
  const to = startOfHour(clock.now(), facility.timeZone);
  const from = new Date(to.getTime() - forecastLimits.history * hourMs);
  const ahead = new Date(to.getTime() + forecastLimits.horizon * hourMs);
  const [hours, holidays] = await Promise.all([
    reads.occupancy.hourly(facility.id, { from, to }),
    publicHolidays(facility.country, { from, to: ahead }),
  ]);
  const series = seriesOf(hours, { from, to, facility, holidays });
  // It takes some hundredths of a second: whoever else waits comes first.
  await setImmediate();
  return { series, ...testedForecast(series) };
}

/** The start of the hour that the clocks of a zone show: not a whole hour of UTC everywhere. */
export function startOfHour(instant: Date, timeZone: string): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return new Date(local.epochMilliseconds);
}

/** Hours of occupancy as a series without gaps, from the first hour of which something is known. */
export function seriesOf(
  hours: readonly HourOfOccupancy[],
  about: {
    readonly from: Date;
    readonly to: Date;
    readonly facility: Pick<FacilityFact, 'timeZone' | 'places'>;
    readonly holidays: ReadonlySet<string>;
  },
): HourlySeries {
  const { facility, holidays, to } = about;
  const first = hours[0]?.start.getTime() ?? to.getTime();
  // Whole hours before the end, whatever the zone did in between.
  const length = Math.max(0, Math.ceil((to.getTime() - first) / hourMs));
  const from = new Date(to.getTime() - length * hourMs);
  const taken = Array.from({ length }, (): number | null => null);
  for (const hour of hours) {
    const index = Math.floor((hour.start.getTime() - from.getTime()) / hourMs);
    if (hour.knownMs >= forecastLimits.knownShare * hourMs && index >= 0 && index < length) {
      taken[index] = hour.taken;
    }
  }
  const inService = hours.findLast((hour) => hour.inService > 0)?.inService ?? facility.places;
  const capacity = Math.max(1, Math.round(inService));
  return { from, taken, capacity, timeZone: facility.timeZone, holidays };
}
