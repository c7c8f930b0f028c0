import type { Window } from '../domain/booking-window.js';
import { fittingSlots, nextFreeWindow } from '../domain/calendar.js';
import type { Ports, ReservationFilter, Slice } from './ports.js';
import type { Viewer } from '@voltpark/kit/viewer';

const hourMs = 3_600_000;

/** Reading reservations and terms. */
export function reading({ reads, clock }: Pick<Ports, 'reads' | 'clock'>) {
  return {
    byIds: (viewer: Viewer, ids: readonly string[]) => reads.byIds(ids, viewer),
    byStays: (viewer: Viewer, ids: readonly string[]) => reads.byStays(ids, viewer),
    list: (viewer: Viewer, slice: Slice, filter: ReservationFilter) =>
      reads.list(slice, filter, viewer),
    terms: (facilityId: string) => reads.terms(facilityId),
    /** The first window of an hour, or the shortest or longest that the terms allow, for a car. */
    async nextWindow(facilityId: string): Promise<Window | null> {
      const facility = await reads.facility(facilityId);
      const terms = await reads.terms(facilityId);
      if (facility === null || terms === null) return null;
      const now = clock.now();
      const needs = { size: 'STANDARD', isElectric: false } as const;
      const slots = await reads.calendar(facilityId, now, null);
      const minutes = Math.min(Math.max(60, terms.minMinutes), terms.maxMinutes);
      const fitting = fittingSlots(slots, needs, facility.evPolicy);
      const at = { from: now, now };
      return nextFreeWindow(fitting, (minutes * hourMs) / 60, terms, facility, at);
    },
  };
}
