import {
  BookingTerms,
  Customer,
  Facility,
  ParkingSession,
  Reservation,
  ReservationUpdate,
} from './entities.js';
import type { Resolvers } from './generated/types.js';
import { cancelReservation } from './Mutation/cancelReservation.js';
import { changeReservation } from './Mutation/changeReservation.js';
import { confirmReservation } from './Mutation/confirmReservation.js';
import { createReservation } from './Mutation/createReservation.js';
import { setBookingTerms } from './Mutation/setBookingTerms.js';
import { reservation } from './Query/reservation.js';
import { reservationAvailability } from './Query/reservationAvailability.js';
import { reservations } from './Query/reservations.js';
import { reservationUpdates } from './Subscription/reservationUpdates.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { reservation, reservations, reservationAvailability },
  Mutation: {
    createReservation,
    confirmReservation,
    changeReservation,
    cancelReservation,
    setBookingTerms,
  },
  Subscription: { reservationUpdates },
  Reservation,
  ReservationUpdate,
  BookingTerms,
  Facility,
  Customer,
  ParkingSession,
};
