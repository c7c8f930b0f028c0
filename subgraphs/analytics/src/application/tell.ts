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

/** Tells the last days of facilities that ended a while ago, and those again that late events changed. */
export function tellDays({ reads, telling, clock }: Ports, publishing: Publishing) {
  return async (): Promise<number> => {
    let total = 0;
    for (const facility of await reads.facilities(await reads.facilityIds())) {
      const now = clock.now();
      const until = new Date(now.getTime() - limits.dayRestMs);
      for (const date of localDaysBefore(until, facility.timeZone, limits.dayBack)) {
        const summary = await summaryOfDay(reads, { facility, now }, date);
        const draft = (version: number) => publishing.day(facility, summary, version, now);
        if (await telling.day(facility.id, date, summary, draft)) total++;
      }
    }
    return total;
  };
}
