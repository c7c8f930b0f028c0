import { parkingEvents, type DataOf } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { stayBegan, stayCorrected, stayEnded } from '../application/follow-stay.js';
import type { Stay } from '../domain/stay.js';
import type { Reacting } from './react.js';

const { sessionCorrected, vehicleLeft, vehicleParked } = parkingEvents;

/** Charging follows the stays of vehicles: it offers to charge, and leaving ends what is open. */
export function stayReactions<Tx>({ storesIn, clock, newId }: Reacting<Tx>): Reaction<Tx>[] {
  return [
    on(vehicleParked, async ({ data, aggregateversion }, tx: Tx) => {
      const stay = stayOf(data, aggregateversion);
      await stayBegan(storesIn(tx), stay, { now: clock.now(), id: newId() });
    }),
    on(vehicleLeft, async ({ data, aggregateversion }, tx: Tx) => {
      const stay = { ...stayOf(data, aggregateversion), leftAt: new Date(data.leftAt) };
      await stayEnded(storesIn(tx), stay, clock.now());
    }),
    on(sessionCorrected, async ({ data, aggregateversion }, tx: Tx) => {
      await stayCorrected(storesIn(tx), {
        stayId: data.sessionId,
        registration: data.after.registration,
        customerId: data.after.customerId,
        enteredAt: new Date(data.after.enteredAt),
        mergedIntoId: data.after.mergedIntoId,
        reason: data.reason,
        version: aggregateversion,
      });
    }),
  ];
}

function stayOf(data: DataOf<typeof vehicleParked>, version: number): Stay {
  const { sessionId: id, facilityId, tenantId, slotId, slotKind } = data;
  const { registration, customerId, isElectric, enteredAt } = data;
  return {
    id,
    facilityId,
    tenantId,
    slotId,
    slotKind,
    registration,
    customerId,
    isElectric,
    enteredAt: new Date(enteredAt),
    leftAt: null,
    mergedIntoId: null,
    version,
    settledAt: null,
  };
}
