import { fullnessOf, hoursByFullness, type Days } from '../domain/reports.js';
import type { At, Reads } from './ports.js';

/** What local days of a facility came to. */
export interface Summary {
  readonly entries: number;
  readonly exits: number;
  readonly averageStaySeconds: number | null;
  readonly occupancyPercent: number | null;
  readonly peakHour: number | null;
  readonly peakPercent: number | null;
  readonly quietHour: number | null;
  readonly quietPercent: number | null;
  readonly chargingSessions: number;
  readonly interruptedSessions: number;
  readonly energyWh: number;
  readonly currency: string;
  readonly netMinor: number;
  readonly grossMinor: number;
  readonly transactions: number;
}

/** What one local day came to. */
export type DaySummary = Summary & { readonly date: string };

/** Sums up one local day of a facility. */
export async function summaryOfDay(reads: Reads, at: At, date: string): Promise<DaySummary> {
  return { date, ...(await summaryOf(reads, at, { from: date, to: date })) };
}

/** Sums up local days of a facility. */
export async function summaryOf(reads: Reads, at: At, days: Days): Promise<Summary> {
  const [usage, revenue, stations, pattern] = await Promise.all([
    reads.reports.usage(at, days),
    reads.reports.revenue(at, days),
    reads.reports.stations(at, days),
    reads.occupancy.pattern(at, days),
  ]);
  const byFullness = hoursByFullness(pattern);
  const [peak, quiet] = [byFullness[0], byFullness.at(-1)];
  const { currency, netMinor, grossMinor, transactions } = revenue;
  const { entries, exits, averageStaySeconds } = usage;
  return {
    ...{ entries, exits, averageStaySeconds },
    occupancyPercent: fullnessOf(pattern),
    ...{ peakHour: peak?.hour ?? null, peakPercent: peak?.percent ?? null },
    ...{ quietHour: quiet?.hour ?? null, quietPercent: quiet?.percent ?? null },
    chargingSessions: stations.reduce((sum, { sessions }) => sum + sessions, 0),
    interruptedSessions: stations.reduce((sum, { interrupted }) => sum + interrupted, 0),
    energyWh: stations.reduce((sum, { energyWh }) => sum + energyWh, 0),
    ...{ currency, netMinor, grossMinor, transactions },
  };
}
