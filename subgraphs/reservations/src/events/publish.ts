import { reservationsEvents, type DataOf, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import type { Cause, DomainEvent } from '../application/ports.js';
import type { Reservation, ReservationEvent } from '../domain/reservation.js';

const published = {
  ReservationCreated: reservationsEvents.reservationCreated,
  ReservationConfirmed: reservationsEvents.reservationConfirmed,
  ReservationChanged: reservationsEvents.reservationChanged,
  ReservationCancelled: reservationsEvents.reservationCancelled,
  ReservationExpired: reservationsEvents.reservationExpired,
  ReservationWindowOpened: reservationsEvents.reservationWindowOpened,
  ReservationFulfilled: reservationsEvents.reservationFulfilled,
  ReservationNoShow: reservationsEvents.reservationNoShow,
  ReservationRejected: reservationsEvents.reservationRejected,
} as const satisfies Record<ReservationEvent['type'], unknown>;

/** What happened, as the rest of Voltpark hears of it. */
export function publish(event: DomainEvent, cause: Cause): EventDraft {
  if (event.type === 'TermsChanged') {
    const { currency: _currency, version, ...data } = event.terms;
    const { facilityId: id, tenantId } = data;
    const of = { type: 'booking_terms', id, version, tenantId, at: event.at };
    return draftEvent(reservationsEvents.termsChanged, data, of, cause);
  }
  const { reservation, at } = event;
  const { id, tenantId, version } = reservation;
  const of = { type: 'reservation', id, version, tenantId, at };
  return draftEvent(published[event.type], snapshotOf(reservation), of, cause);
}

function snapshotOf(
  reservation: Reservation,
): DataOf<typeof reservationsEvents.reservationCreated> {
  const { id: reservationId, bookingId, facilityId, tenantId, slotId, slotNumber } = reservation;
  const { customerId, registration, vehicleSize, isElectric, status } = reservation;
  const { confirmationCode, parkingSessionId, reason, charges } = reservation;
  return {
    ...{ reservationId, bookingId, facilityId, tenantId, slotId, slotNumber },
    ...{ customerId, registration, vehicleSize, isElectric, status },
    startsAt: reservation.startsAt.toISOString(),
    endsAt: reservation.endsAt.toISOString(),
    opensAt: reservation.opensAt.toISOString(),
    noShowAt: reservation.noShowAt.toISOString(),
    keptUntil: reservation.keptUntil.toISOString(),
    holdExpiresAt: reservation.holdExpiresAt?.toISOString() ?? null,
    ...{ confirmationCode, parkingSessionId, reason },
    charges: charges.map((charge) => ({ ...charge })),
  };
}
