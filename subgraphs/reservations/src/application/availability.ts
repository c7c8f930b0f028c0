import type { SlotSize } from '@voltpark/contracts';
import { claimOf, termsBroken, type Window } from '../domain/booking-window.js';
import { fittingSlots, isFree, nextFreeWindow } from '../domain/calendar.js';
import type { FacilityTerms } from '../domain/terms.js';
import { estimateOf, type Estimate } from './estimate.js';
import type { Ports } from './ports.js';

export interface AvailabilityQuestion extends Window {
  readonly facilityId: string;
  readonly size: SlotSize;
  readonly isElectric: boolean;
}

export interface Availability {
  readonly isAvailable: boolean;
  readonly freeSlots: number;
  readonly nextWindow: Window | null;
  /** Which rule of the terms is broken; null: none. */
  readonly obstacle: string | null;
  readonly estimate: Estimate;
  readonly terms: FacilityTerms;
}

/** What could be booked for a window; null when the facility is not known. */
export function findAvailability({ reads, clock }: Pick<Ports, 'reads' | 'clock'>) {
  return async (question: AvailabilityQuestion): Promise<Availability | null> => {
    const { facilityId, startsAt, endsAt, size, isElectric } = question;
    const facility = await reads.facility(facilityId);
    const terms = await reads.terms(facilityId);
    if (facility === null || terms === null) return null;
    const now = clock.now();
    const needs = { size, isElectric };
    const slots = fittingSlots(
      await reads.calendar(facilityId, now, null),
      needs,
      facility.evPolicy,
    );
    const window = { startsAt, endsAt };
    const broken = termsBroken(window, terms, facility, now);
    const claim = claimOf(window, terms);
    const freeSlots = slots.filter((slot) => isFree(slot, claim)).length;
    const length = Math.max(0, endsAt.getTime() - startsAt.getTime());
    const at = { from: startsAt, now };
    return {
      isAvailable: broken === null && freeSlots > 0,
      freeSlots,
      nextWindow: nextFreeWindow(slots, length, terms, facility, at),
      obstacle: broken?.rule ?? null,
      estimate: await estimateOf(reads, facility, terms, window, needs),
      terms,
    };
  };
}
