import type { SlotKind, SlotSize } from '@voltpark/contracts';
import { isWithinOpeningHours, nextOpening } from '@voltpark/contracts/opening-times';
import {
  claimOf,
  horizonOf,
  nextOnStep,
  termsBroken,
  type Claim,
  type Facility,
  type Window,
} from './booking-window.js';
import { limits } from './limits.js';
import type { BookingTerms } from './terms.js';

/** A slot, and when it is not to be had. */
export interface CalendarSlot {
  readonly id: string;
  readonly number: string;
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly distanceMetres: number;
  /** Out of service for nobody knows how long. */
  readonly isInService: boolean;
  /** Booked, or promised to who stands there; in any order. */
  readonly busy: readonly Busy[];
}

/** Half-open. */
export interface Busy {
  readonly from: Date;
  readonly to: Date;
}

export interface VehicleNeeds {
  readonly size: SlotSize;
  readonly isElectric: boolean;
}

const sizeOrder: Readonly<Record<SlotSize, number>> = { COMPACT: 0, STANDARD: 1, LARGE: 2 };

function fits(slot: CalendarSlot, needs: VehicleNeeds, policy: Facility['evPolicy']): boolean {
  if (!slot.isInService || sizeOrder[slot.size] < sizeOrder[needs.size]) return false;
  return policy === 'LENIENT' || (slot.kind === 'EV') === needs.isElectric;
}

/**
 * Slots in which the vehicle may stand, the best first: own kind, the smallest that suffices, the nearest. The same
 * order in which parking chooses.
 */
export function fittingSlots(
  slots: readonly CalendarSlot[],
  needs: VehicleNeeds,
  policy: Facility['evPolicy'],
): CalendarSlot[] {
  const own: SlotKind = needs.isElectric ? 'EV' : 'ICE';
  return slots
    .filter((slot) => fits(slot, needs, policy))
    .sort(
      (a, b) =>
        Number(b.kind === own) - Number(a.kind === own) ||
        sizeOrder[a.size] - sizeOrder[b.size] ||
        a.distanceMetres - b.distanceMetres ||
        (a.number < b.number ? -1 : 1),
    );
}

const overlaps = ({ from, to }: Busy, { opensAt, keptUntil }: Claim) =>
  from < keptUntil && opensAt < to;

/** Whether a slot is free for all that a window claims. */
export const isFree = ({ busy }: CalendarSlot, claim: Claim): boolean =>
  !busy.some((each) => overlaps(each, claim));

/** The first slot, in their order, that is free; null: none. */
export const firstFree = (slots: readonly CalendarSlot[], claim: Claim): CalendarSlot | null =>
  slots.find((slot) => isFree(slot, claim)) ?? null;

/**
 * The first window of a length, from an instant on, that the terms allow and a slot is free for; null: none within
 * the horizon. Slots become free where something ends, so only such starts, each put on the step, are looked at.
 */
export function nextFreeWindow(
  slots: readonly CalendarSlot[],
  lengthMs: number,
  terms: BookingTerms,
  facility: Facility,
  at: { readonly from: Date; readonly now: Date },
): Window | null {
  const [least, most] = [terms.minMinutes * 60_000, terms.maxMinutes * 60_000];
  if (lengthMs < least || lengthMs > most) return null;
  const horizon = horizonOf(terms, facility.timeZone, at.now);
  const earlyMs = terms.earlyArrivalMinutes * 60_000;
  // Whatever is to begin begins in the future.
  const first = new Date(Math.max(at.from.getTime(), at.now.getTime() + 1));
  const ends = slots.flatMap(({ busy }) => busy.map(({ to }) => to.getTime() + earlyMs));
  const starts = new Set([first.getTime(), ...ends.filter((end) => end > first.getTime())]);
  const tried = [...starts].sort((a, b) => a - b).slice(0, limits.windowsTried);
  for (const start of tried) {
    if (start >= horizon.getTime()) return null;
    const startsAt = openFrom(new Date(start), terms, facility);
    if (startsAt === null || startsAt >= horizon) return null;
    const window = { startsAt, endsAt: new Date(startsAt.getTime() + lengthMs) };
    // What is free is looked at first: local clocks take far longer to read.
    if (firstFree(slots, claimOf(window, terms)) === null) continue;
    if (termsBroken(window, terms, facility, at.now) === null) return window;
  }
  return null;
}

/** The first start on the step at which the facility is open; null: none in sight. */
function openFrom(at: Date, { stepMinutes }: BookingTerms, facility: Facility): Date | null {
  const onStep = nextOnStep(at, stepMinutes, facility.timeZone);
  if (isWithinOpeningHours(facility, onStep)) return onStep;
  const opens = nextOpening(facility, onStep);
  return opens === null ? null : nextOnStep(opens, stepMinutes, facility.timeZone);
}
