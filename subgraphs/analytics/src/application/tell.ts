import type { analyticsEvents, EventDraft } from '@voltpark/contracts';
import { limits } from '../domain/limits.js';
import { localDaysBefore } from '../domain/local-days.js';
import type { FacilityFact } from '../domain/facts.js';
import type { Ports } from './ports.js';
import { summaryOfDay, type DaySummary } from './summary.js';

/** How what is told is published. */
export interface Publishing {
  kpis(kpis: analyticsEvents.Kpis, version: number): EventDraft;
  day(facility: FacilityFact, summary: DaySummary, version: number, at: Date): EventDraft;
}

/** Tells the key figures of facilities, where they are others than those told last. */
export function tellKpis({ reads, telling, clock }: Ports, publishing: Publishing) {
  return async (facilityIds: readonly string[]): Promise<void> => {
    const figures = (ids: readonly string[]) => reads.kpis(ids, clock.now());
    for (let from = 0; from < facilityIds.length; from += limits.kpiBatch) {
      const batch = facilityIds.slice(from, from + limits.kpiBatch);
      await telling.kpis(batch, figures, publishing.kpis);
    }
  };
}

/**
 * Tells the last days of facilities that ended a while ago, and those again that late events changed: of facilities
 * for which a day has ended since it was told of them, and of those where something happened. A process that starts
 * looks at all.
 */
export function tellDays({ reads, telling, clock }: Ports, publishing: Publishing) {
  const lastTold = new Map<string, string | undefined>();
  return async (touched: readonly string[]): Promise<number> => {
    const changed = new Set(touched);
    let total = 0;
    for (const facility of await reads.facilities(await reads.facilityIds())) {
      const now = clock.now();
      const until = new Date(now.getTime() - limits.dayRestMs);
      const days = localDaysBefore(until, facility.timeZone, limits.dayBack);
      if (lastTold.get(facility.id) === days.at(-1) && !changed.has(facility.id)) continue;
      for (const date of days) {
        const summary = () => summaryOfDay(reads, { facility, now }, date);
        const draft = (of: DaySummary, version: number) =>
          publishing.day(facility, of, version, now);
        if (await telling.day(facility.id, date, summary, draft)) total++;
      }
      lastTold.set(facility.id, days.at(-1));
    }
    return total;
  };
}
