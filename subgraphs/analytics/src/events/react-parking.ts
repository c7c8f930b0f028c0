import { parkingEvents, type DataOf } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facts, StayFact } from '../domain/facts.js';
import { kept } from './logged.js';

const { holdEnded, holdRefused, occupancyCounted, occupancyThresholdCrossed } = parkingEvents;
const { sessionCorrected, slotHeld, slotOccupied, slotReleased, slotStatusChanged } = parkingEvents;
const { slotsLaidOut, vehicleLeft, vehicleParked } = parkingEvents;

/** What analytics keeps of parking: how full facilities were, and stays without who stayed. */
export function parkingReactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  return [
    ...occupancyReactions(factsIn),
    kept(vehicleParked, factsIn, (facts, { data, aggregateversion }) =>
      facts.stay({ ...stayOf(data, aggregateversion), leftAt: null, status: 'OPEN' }),
    ),
    kept(vehicleLeft, factsIn, (facts, { data, aggregateversion }) =>
      facts.stay({
        ...stayOf(data, aggregateversion),
        leftAt: data.leftAt,
        status: 'CLOSED',
      }),
    ),
    kept(sessionCorrected, factsIn, (facts, { data, aggregateversion: version }) => {
      const { enteredAt, leftAt, status } = data.after;
      return facts.stayChange({ id: data.sessionId, enteredAt, leftAt, status, version });
    }),
    kept(occupancyThresholdCrossed, factsIn),
    kept(slotHeld, factsIn),
    kept(holdRefused, factsIn),
    kept(holdEnded, factsIn),
  ];
}

/** The log says nothing of single slots and readings: stays and the history of occupancy do. */
function occupancyReactions<Tx>(factsIn: (tx: Tx) => Facts): Reaction<Tx>[] {
  const bySlots = [slotOccupied, slotReleased, slotStatusChanged, slotsLaidOut].map((event) =>
    on<BySlots, Tx>(event, ({ data, time, aggregateversion: version }, tx) =>
      factsIn(tx).occupancy(data.facilityId, {
        ...{ version, at: new Date(time), counted: false },
        ...fullnessOf(data.counts),
      }),
    ),
  );
  const byCount = on(
    occupancyCounted,
    async ({ data, aggregateversion: version }, tx: Tx): Promise<void> => {
      const { facilityId, mode, capacity, free, countedAt } = data;
      // Where slots are known, they say how full it is, and a counter only how far it drifts.
      if (mode === 'SLOTS' || capacity === null) return;
      const full = { taken: Math.max(0, capacity - free), inService: capacity };
      const at = new Date(countedAt);
      await factsIn(tx).occupancy(facilityId, { version, at, counted: true, ...full });
    },
  );
  return [...bySlots, byCount];
}

type BySlots = Pick<DataOf<typeof slotsLaidOut>, 'facilityId' | 'counts'>;

function fullnessOf(counts: readonly parkingEvents.OccupancyCount[]) {
  const sum = (of: (count: parkingEvents.OccupancyCount) => number) =>
    counts.reduce((total, count) => total + of(count), 0);
  return {
    taken: sum(({ occupied, reserved }) => occupied + reserved),
    inService: sum(({ total, maintenance }) => total - maintenance),
  };
}

function stayOf(
  data: DataOf<typeof vehicleParked>,
  version: number,
): Omit<StayFact, 'leftAt' | 'status'> {
  const {
    sessionId: id,
    tenantId,
    facilityId,
    vehicleSize,
    isElectric,
    slotKind,
    enteredAt,
  } = data;
  return { id, tenantId, facilityId, vehicleSize, isElectric, slotKind, enteredAt, version };
}
