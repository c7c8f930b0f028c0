import { analyticsEvents } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import type { Cause } from '../application/ports.js';
import type { Publishing } from '../application/tell.js';

const { kpisUpdated, operationsSummarised } = analyticsEvents;

/** What is told, as the rest of Voltpark hears of it. */
export function publishing(cause: Cause): Publishing {
  return {
    kpis(kpis, version) {
      const { facilityId: id, tenantId, at } = kpis;
      const of = { type: 'facility_kpis', id, version, tenantId, at: new Date(at) };
      return draftEvent(kpisUpdated, kpis, of, cause);
    },
    day({ id: facilityId, tenantId, timeZone }, summary, version, at) {
      const id = `${facilityId}:${summary.date}`;
      const of = { type: 'facility_day', id, version, tenantId, at };
      return draftEvent(
        operationsSummarised,
        { facilityId, tenantId, timeZone, ...summary },
        of,
        cause,
      );
    },
  };
}
