import { Decimal, decimalText } from '@voltpark/rating/decimal';
import { rateParking } from '@voltpark/rating/parking';
import type { Rating } from '@voltpark/rating/rating';
import type { Facility, Window } from '../domain/booking-window.js';
import type { VehicleNeeds } from '../domain/calendar.js';
import { limits } from '../domain/limits.js';
import type { FacilityTerms } from '../domain/terms.js';
import type { FacilityReads } from './ports.js';

/** What a reservation is expected to cost. */
export interface Estimate {
  /** Null: the facility has no prices, or the window is none that anybody could book. */
  readonly parking: Rating | null;
  readonly terms: FacilityTerms;
  /** With tax, exact. */
  readonly total: string;
}

/** The fee for booking, and parking for exactly that window by the plan in force when it begins. */
export async function estimateOf(
  reads: Pick<FacilityReads, 'planAt'>,
  facility: Facility,
  terms: FacilityTerms,
  window: Window,
  needs: VehicleNeeds,
): Promise<Estimate> {
  const plan = await reads.planAt(facility.id, window.startsAt);
  const { startsAt: from, endsAt: to } = window;
  const ms = to.getTime() - from.getTime();
  // Whatever terms say: nobody has centuries priced.
  const isWindow = ms > 0 && ms <= limits.windowMinutes * 60_000;
  const parking =
    isWindow && plan !== null && plan.currency === facility.currency
      ? rateParking({
          ...{ plan, timeZone: facility.timeZone, from, to, ...needs },
          ...{ shares: [], lostTicket: false },
        })
      : null;
  const fee = new Decimal(terms.bookingFee);
  const total = decimalText(parking === null ? fee : fee.plus(parking.total.inclTax));
  return { parking, terms, total };
}
