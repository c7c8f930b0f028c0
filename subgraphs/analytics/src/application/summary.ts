import { hoursByFullness, percentOf } from '../domain/reports.js';
import type { At, Reads } from './ports.js';

/** What a local day of a facility came to. */
export interface DaySummary {
  readonly date: string;
  readonly entries: number;
  readonly exits: number;
  readonly averageStaySeconds: number | null;
  readonly occupancyPercent: number | null;
  readonly peakHour: number | null;
  readonly peakPercent: number | null;
  readonly chargingSessions: number;
  readonly interruptedSessions: number;
  readonly energyWh: number;
  readonly currency: string;
  readonly netMinor: number;
  readonly grossMinor: number;
  readonly transactions: number;
}

/** Sums up a local day of a facility. */
export async function summaryOf(reads: Reads, at: At, date: string): Promise<DaySummary> {
  const day = { from: date, to: date };
  const [usage, revenue, stations, [occupancy], pattern] = await Promise.all([
    reads.reports.usage(at, day),
    reads.reports.revenue(at, day),
    reads.reports.stations(at, day),
    reads.occupancy.days(at, day),
    reads.occupancy.pattern(at, day),
  ]);
  const [peak] = hoursByFullness(pattern);
  const { currency, netMinor, grossMinor, transactions } = revenue;
  const { entries, exits, averageStaySeconds } = usage;
  return {
    ...{ date, entries, exits, averageStaySeconds },
    occupancyPercent:
      occupancy === undefined ? null : percentOf(occupancy.taken, occupancy.inService),
    ...{ peakHour: peak?.hour ?? null, peakPercent: peak?.percent ?? null },
    chargingSessions: stations.reduce((sum, { sessions }) => sum + sessions, 0),
    interruptedSessions: stations.reduce((sum, { interrupted }) => sum + interrupted, 0),
    energyWh: stations.reduce((sum, { energyWh }) => sum + energyWh, 0),
    ...{ currency, netMinor, grossMinor, transactions },
  };
}
