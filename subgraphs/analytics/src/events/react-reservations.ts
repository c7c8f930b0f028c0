import { reservationsEvents } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facts } from '../domain/facts.js';
import { kept } from './logged.js';

const { reservationCancelled, reservationChanged, reservationConfirmed } = reservationsEvents;
const { reservationCreated, reservationExpired, reservationFulfilled } = reservationsEvents;
const { reservationNoShow, reservationRejected, reservationWindowOpened } = reservationsEvents;

/** Every one of them tells the whole reservation as it is afterwards. */
const changes = [
  ...[reservationCreated, reservationConfirmed, reservationChanged, reservationCancelled],
  ...[reservationExpired, reservationWindowOpened, reservationFulfilled],
  ...[reservationNoShow, reservationRejected],
];

/** What analytics keeps of reservations, without who made them. */
export function reservationsReactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  return changes.map((change) =>
    kept(change, factsIn, (facts, { data, aggregateversion: version }) => {
      const { reservationId: id, tenantId, facilityId, status, startsAt, endsAt } = data;
      // The code is given when it is confirmed, and stays whatever becomes of it.
      const isBooked = data.confirmationCode !== null;
      return facts.reservation({
        ...{ id, tenantId, facilityId, status, isBooked, startsAt, endsAt, version },
      });
    }),
  );
}
