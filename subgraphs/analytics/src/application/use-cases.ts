import type { LiveEvents } from '@voltpark/kit/backbone/port';
import { followKpis } from './follow-kpis.js';
import { forecastOccupancy, type PublicHolidays } from './forecast-occupancy.js';
import type { Ports } from './ports.js';
import { readOccupancy } from './read-occupancy.js';
import { readReports } from './read-reports.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(
  ports: Pick<Ports, 'reads' | 'clock'> & {
    readonly liveEvents: LiveEvents;
    readonly publicHolidays: PublicHolidays;
  },
) {
  return {
    facilityById: async (id: string) => (await ports.reads.facilities([id]))[0] ?? null,
    ...readOccupancy(ports),
    ...forecastOccupancy(ports),
    ...readReports(ports),
    followKpis: followKpis(ports),
  };
}
