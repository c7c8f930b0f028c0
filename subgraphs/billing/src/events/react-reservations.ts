import { reservationsEvents, type DataOf } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { takeInReservation, type TakingIn } from '../application/take-in.js';

const { reservationCancelled, reservationFulfilled, reservationNoShow } = reservationsEvents;

type Ended = DataOf<typeof reservationCancelled>;

/** What billing keeps of reservations: those that came to an end that may cost something. */
export function reservationsReactions<Tx>(takingIn: (tx: Tx) => TakingIn): Reaction<Tx>[] {
  return [reservationCancelled, reservationFulfilled, reservationNoShow].map((event) =>
    on<Ended, Tx>(event, async ({ data, aggregateversion: version }, tx) => {
      const { reservationId: id, tenantId, facilityId, customerId, registration, charges } = data;
      if (charges.length === 0) return;
      const of = { id, tenantId, facilityId, customerId, registration, charges, version };
      const window = { startsAt: new Date(data.startsAt), endsAt: new Date(data.endsAt) };
      const { parkingSessionId } = data;
      await takeInReservation(takingIn(tx), { ...of, ...window, parkingSessionId });
    }),
  );
}
