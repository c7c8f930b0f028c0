import { chargingEvents, parkingEvents } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { hearOfHold, hearOfSlot, lookAtQueue } from '../application/queue-use-cases.js';
import { slotGivenUp, slotKept, slotRefused, vehicleCame } from '../domain/queue-decisions.js';
import { slotReserved, slotUnreserved } from '../domain/queue.js';
import type { Reacting } from './react.js';

const { connectorStatusChanged, stationStatusChanged } = chargingEvents;
const { holdEnded, holdRefused, slotHeld, vehicleLeft, vehicleParked } = parkingEvents;

/**
 * The queue hears who stands in front of connectors, what parking did with slots that it took, and what became of
 * connectors. The last are our own events: so whoever changes a connector need not know of the queue, nor wait for it.
 */
export function queueReactions<Tx>({ storesIn, ...tools }: Reacting<Tx>): Reaction<Tx>[] {
  // Here the connectors of a session may be held already, and a queue comes before its connectors: so it is only woken.
  const wake = async (of: { readonly slotKind: string; readonly facilityId: string }, tx: Tx) => {
    if (of.slotKind === 'EV') await storesIn(tx).queues.wake(of.facilityId, tools.clock.now());
  };
  return [
    on(vehicleParked, ({ data }, tx: Tx) => wake(data, tx)),
    on(vehicleLeft, ({ data }, tx: Tx) => wake(data, tx)),
    on(connectorStatusChanged, ({ data }, tx: Tx) =>
      lookAtQueue(tools, storesIn(tx), data.facilityId),
    ),
    on(stationStatusChanged, ({ data }, tx: Tx) =>
      lookAtQueue(tools, storesIn(tx), data.facilityId),
    ),
    on(slotHeld, async ({ data }, tx: Tx) => {
      const { kind, facilityId, slotId, until } = data;
      if (kind === 'CHARGING_OFFER') {
        await hearOfHold(tools, storesIn(tx), data.sourceId, slotKept);
      } else if (slotId !== null) {
        await hearOfSlot(tools, storesIn(tx), facilityId, (queue) =>
          slotReserved(queue, slotId, new Date(until)),
        );
      }
    }),
    on(holdRefused, async ({ data }, tx: Tx) => {
      if (data.kind !== 'CHARGING_OFFER') return;
      await hearOfHold(tools, storesIn(tx), data.sourceId, slotRefused);
    }),
    on(holdEnded, async ({ data }, tx: Tx) => {
      const { kind, facilityId, slotId, outcome } = data;
      // Nobody came for a reservation: its slot may have a connector for whoever waits.
      if (kind === 'RESERVATION' && slotId !== null) {
        await hearOfSlot(tools, storesIn(tx), facilityId, (queue, now) =>
          slotUnreserved(queue, slotId, outcome, now),
        );
      }
      // Given back by ourselves: nothing that we do not know.
      if (kind !== 'CHARGING_OFFER' || outcome === 'RELEASED') return;
      const said = outcome === 'ARRIVED' ? vehicleCame : slotGivenUp;
      await hearOfHold(tools, storesIn(tx), data.sourceId, said);
    }),
  ];
}
