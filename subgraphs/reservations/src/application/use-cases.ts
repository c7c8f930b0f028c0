import { findAvailability } from './availability.js';
import { createReservation } from './book.js';
import { cancelReservation, changeReservation, confirmReservation } from './change.js';
import { followReservation } from './follow-updates.js';
import type { Ports } from './ports.js';
import { reading } from './read.js';
import { setBookingTerms } from './set-terms.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    ...reading(ports),
    findAvailability: findAvailability(ports),
    createReservation: createReservation(ports),
    confirmReservation: confirmReservation(ports),
    changeReservation: changeReservation(ports),
    cancelReservation: cancelReservation(ports),
    setBookingTerms: setBookingTerms(ports),
    followReservation: followReservation(ports),
  };
}
