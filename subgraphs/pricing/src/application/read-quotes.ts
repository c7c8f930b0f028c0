import { priceOfStay } from '../domain/price.js';
import { limits, minutesAfter } from '../domain/limits.js';
import type { Quote } from '../domain/quote.js';
import { versionsInForce } from './in-force.js';
import type { Cause, Ports } from './ports.js';
import { publicReach, reaches, reachOf } from '@voltpark/kit/reach';
import type { SlotSize } from '@voltpark/contracts';
import type { Rating } from '@voltpark/rating/rating';

/** Quotes by id: those that nobody in particular asked for, one's own, and those of one's facilities. */
export function quotesByIds({ reads }: Ports) {
  return async ({ actor }: Cause, ids: readonly string[]): Promise<Quote[]> => {
    const quotes = await reads.quotes.byIds(ids);
    return quotes.filter(
      ({ customerId, tenantId }) =>
        customerId === null || customerId === actor.customerId || reaches(reachOf(actor), tenantId),
    );
  };
}

/** A stay whose price stands on the map. */
export interface MapStay {
  readonly facilityId: string;
  readonly from: Date;
  /** 1 to {@link limits.mapStayMinutes}. */
  readonly minutes: number;
  readonly size: SlotSize;
  readonly isElectric: boolean;
}

/** What stays cost at many facilities, in the order given; null where nothing is known of the facility. */
export function parkingPrices({ reads }: Ports) {
  return async (stays: readonly MapStay[]): Promise<(Rating | null)[]> => {
    const ids = [...new Set(stays.map(({ facilityId }) => facilityId))];
    const facilities = await reads.facilities.byIds(ids, publicReach);
    const plans = await versionsInForce(
      reads,
      stays.map(({ facilityId, from }) => ({
        ...{ kind: 'RATE_PLAN', facilityId, stationId: null, at: from },
      })),
    );
    return stays.map(({ facilityId, from, minutes, size, isElectric }, index) => {
      const facility = facilities.find(({ id }) => id === facilityId);
      if (facility === undefined) return null;
      const { currency, timeZone } = facility;
      const to = minutesAfter(from, minutes);
      const vehicle = { size, isElectric, lostTicket: false, passes: [], discounts: [] };
      const plan = plans[index]?.plan ?? null;
      return priceOfStay({ plan, currency, timeZone, from, to, ...vehicle, sessions: [] });
    });
  };
}

/** Facilities by id, for everybody: what things cost there is public. */
export function facilitiesByIds({ reads }: Ports) {
  return (ids: readonly string[]) => reads.facilities.byIds(ids, publicReach);
}

/** Stations by id, for everybody. */
export function stationsByIds({ reads }: Ports) {
  return (ids: readonly string[]) => reads.facilities.stationsByIds(ids, publicReach);
}

/** Deletes quotes that expired long ago, a batch at a time. */
export function forgetQuotes({ clock, transact }: Pick<Ports, 'clock' | 'transact'>) {
  return async (cause: Cause): Promise<number> => {
    const expiredBefore = minutesAfter(clock.now(), -limits.expiredQuoteDays * 24 * 60);
    const most = limits.quotesForgottenAtOnce;
    return transact(cause, ({ quotes }) => quotes.forget(expiredBefore, most));
  };
}
