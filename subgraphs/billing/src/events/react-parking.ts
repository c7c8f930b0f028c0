import { parkingEvents, type DataOf } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { takeInStay, takeInStayChange, type TakingIn } from '../application/take-in.js';
import type { Stay } from '../domain/visit.js';

const { sessionCorrected, vehicleLeft, vehicleParked } = parkingEvents;

/** What billing keeps of parking: stays. */
export function parkingReactions<Tx>(takingIn: (tx: Tx) => TakingIn): Reaction<Tx>[] {
  return [
    on(vehicleParked, ({ data, aggregateversion }, tx: Tx) =>
      takeInStay(takingIn(tx), stayOf(data), aggregateversion),
    ),
    on(vehicleLeft, ({ data, aggregateversion }, tx: Tx) => {
      const left = { status: 'CLOSED', leftAt: new Date(data.leftAt) } as const;
      return takeInStayChange(takingIn(tx), data.sessionId, left, aggregateversion);
    }),
    on(sessionCorrected, ({ data, aggregateversion }, tx: Tx) =>
      takeInStayChange(takingIn(tx), data.sessionId, correctionOf(data), aggregateversion),
    ),
  ];
}

function stayOf(data: DataOf<typeof vehicleParked>): Stay {
  const { sessionId: id, tenantId, facilityId, slotKind, registration, customerId } = data;
  const { vehicleSize, isElectric, enteredAt } = data;
  return {
    ...{ id, tenantId, facilityId, slotKind, registration, customerId, vehicleSize, isElectric },
    enteredAt: new Date(enteredAt),
    leftAt: null,
    status: 'OPEN',
    lostTicket: false,
    mergedIntoId: null,
  };
}

function correctionOf({ before, after }: DataOf<typeof sessionCorrected>): Partial<Stay> {
  const { registration, customerId, status, lostTicket, mergedIntoId } = after;
  // A stay that became a part of another has no end of its own any more; billing keeps the one that it had.
  const leftAt = after.status === 'MERGED' ? (after.leftAt ?? before.leftAt) : after.leftAt;
  return {
    ...{ registration, customerId, status, lostTicket, mergedIntoId },
    enteredAt: new Date(after.enteredAt),
    leftAt: leftAt === null ? null : new Date(leftAt),
  };
}
