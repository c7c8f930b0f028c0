import { notFound } from '@voltpark/kit/decision';
import { isSameTerms, termsFault, type BookingTerms } from '../domain/terms.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** Says on which terms a facility takes reservations. Those that are made already keep theirs. */
export function setBookingTerms({ clock, transact }: Ports) {
  return (cause: Cause, facilityId: string, terms: BookingTerms) =>
    transact(cause, async (stores) => {
      const before = await stores.holdTerms(facilityId, reachOf(cause.actor));
      if (before === null) return notFound('Facility', facilityId);
      const fault = termsFault(terms);
      if (fault !== null) return fault;
      if (before.version > 0 && isSameTerms(before, terms)) return { facilityId };
      const after = { ...before, ...terms, version: before.version + 1 };
      await stores.saveTerms({ type: 'TermsChanged', terms: after, at: clock.now() }, terms);
      return { facilityId };
    });
}
