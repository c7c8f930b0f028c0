import { changeUntilOf, freeCancellationUntilOf } from '../domain/reservation.js';
import type {
  BookingTermsResolvers,
  CustomerResolvers,
  FacilityResolvers,
  ParkingSessionResolvers,
  ReservationResolvers,
  ReservationUpdateResolvers,
} from './generated/types.js';
import { reservationPage } from './pages.js';

const reference = (id: string) => ({ id });

export const Reservation: ReservationResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.reservation.load(id),
  facility: ({ facilityId }) => reference(facilityId),
  slot: ({ slotId }) => reference(slotId),
  customer: ({ customerId }) => (customerId === null ? null : reference(customerId)),
  arrivalFrom: ({ opensAt }) => opensAt,
  arrivalUntil: ({ noShowAt }) => noShowAt,
  changeUntil: (reservation) => changeUntilOf(reservation),
  freeCancellationUntil: (reservation) => freeCancellationUntilOf(reservation),
  charges: ({ charges }) =>
    charges.map(({ kind, description, amount, currency }) => ({
      ...{ kind, description },
      amount: { amount, currency },
    })),
  parkingSession: ({ parkingSessionId: id }) => (id === null ? null : reference(id)),
};

export const ReservationUpdate: ReservationUpdateResolvers = {
  reservation: ({ reservationId }, _args, { loaders }) =>
    loaders.reservation.clear(reservationId).load(reservationId),
};

export const BookingTerms: BookingTermsResolvers = {
  facility: ({ facilityId }) => reference(facilityId),
  bookingFee: ({ bookingFee: amount, currency }) => ({ amount, currency }),
  cancellationFee: ({ cancellationFee: amount, currency }) => ({ amount, currency }),
  noShowFee: ({ noShowFee: amount, currency }) => ({ amount, currency }),
};

export const Facility: FacilityResolvers = {
  __resolveReference: ({ id }) => reference(id),
  bookingTerms: ({ id }, _args, { loaders }) => loaders.terms.load(id),
  nextReservationWindow: ({ id }, _args, { loaders }) => loaders.nextWindow.load(id),
};

export const Customer: CustomerResolvers = {
  __resolveReference: ({ id }) => reference(id),
  reservations: ({ id }, args, context) => {
    const { all, tenantId, customerId } = context.viewer;
    const mayKnow = all || tenantId !== null || customerId === id;
    return mayKnow ? reservationPage(args, { customerId: id }, context) : null;
  },
};

export const ParkingSession: ParkingSessionResolvers = {
  __resolveReference: ({ id }) => reference(id),
  reservation: ({ id }, _args, { loaders }) => loaders.ofStay.load(id),
};
