import { reservationsEvents, type DataOf } from '@voltpark/contracts';
import { tenantId } from './actors.js';
import { heard, iso, minutes } from './event.js';

type Ended = DataOf<typeof reservationsEvents.reservationFulfilled>;

/** What there is to pay. */
export const owed = (
  kind: 'RESERVATION' | 'PENALTY',
  reason: 'BOOKED' | 'CANCELED_LATE' | 'NO_SHOW',
  amount: string,
): Ended['charges'][number] => ({
  ...{ kind, reason, amount, currency: 'EUR', taxPercent: '19' },
  description: `Reservation: ${reason.toLowerCase()}`,
});

/** A reservation comes to its end. */
export const reservationEnded = (
  reservationId: string,
  status: 'FULFILLED' | 'NO_SHOW' | 'CANCELED',
  otherwise: Partial<Ended>,
) => {
  const events = {
    FULFILLED: reservationsEvents.reservationFulfilled,
    NO_SHOW: reservationsEvents.reservationNoShow,
    CANCELED: reservationsEvents.reservationCancelled,
  };
  const data: Ended = {
    ...{ reservationId, bookingId: `booking-${reservationId}`, facilityId: 'facility-one' },
    ...{ tenantId, slotId: 'slot-one', slotNumber: 'A-1', customerId: 'customer-one', status },
    ...{ registration: 'DDVP123', vehicleSize: 'STANDARD', isElectric: false },
    ...{ startsAt: iso(minutes(0)), opensAt: iso(minutes(-15)), noShowAt: iso(minutes(30)) },
    ...{ endsAt: iso(minutes(120)), keptUntil: iso(minutes(135)), holdExpiresAt: null },
    ...{ confirmationCode: 'BCDF2345', parkingSessionId: null, reason: null, charges: [] },
    ...otherwise,
  };
  return heard(events[status], data, `reservation ${reservationId}`, 3, minutes(30));
};
