import { chargingEvents, parkingEvents } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { hearOfHold, lookAtQueue } from '../application/queue-use-cases.js';
import { slotGivenUp, slotKept, slotRefused, vehicleCame } from '../domain/queue-decisions.js';
import type { Reacting } from './react.js';

const { connectorStatusChanged, stationStatusChanged } = chargingEvents;
const { holdEnded, holdRefused, slotHeld } = parkingEvents;

/**
 * The queue hears what parking did with slots that it took, and what became of connectors: those are our own events,
 * so that whoever changes a connector need not know of the queue, nor wait for it.
 */
export function queueReactions<Tx>({ storesIn, ...tools }: Reacting<Tx>): Reaction<Tx>[] {
  return [
    on(connectorStatusChanged, ({ data }, tx: Tx) =>
      lookAtQueue(tools, storesIn(tx), data.facilityId),
    ),
    on(stationStatusChanged, ({ data }, tx: Tx) =>
      lookAtQueue(tools, storesIn(tx), data.facilityId),
    ),
    on(slotHeld, async ({ data }, tx: Tx) => {
      if (data.kind !== 'CHARGING_OFFER') return;
      await hearOfHold(tools, storesIn(tx), data.sourceId, slotKept);
    }),
    on(holdRefused, async ({ data }, tx: Tx) => {
      if (data.kind !== 'CHARGING_OFFER') return;
      await hearOfHold(tools, storesIn(tx), data.sourceId, slotRefused);
    }),
    on(holdEnded, async ({ data }, tx: Tx) => {
      // Given back by ourselves: nothing that we do not know.
      if (data.kind !== 'CHARGING_OFFER' || data.outcome === 'RELEASED') return;
      const said = data.outcome === 'ARRIVED' ? vehicleCame : slotGivenUp;
      await hearOfHold(tools, storesIn(tx), data.sourceId, said);
    }),
  ];
}
