import { parkingEvents, type DataOf } from '@voltpark/contracts';
import type { LiveEvent, LiveEvents } from '@voltpark/kit/backbone/port';
import {
  changesBehind,
  placeOfSnapshot,
  type Following,
  type LivePlace,
  type Upcoming,
} from '@voltpark/kit/backbone/snapshot-place';
import {
  availabilityByCount,
  availabilityBySlots,
  snapshotOf,
  type Availability,
} from '../domain/availability.js';
import type { Facility } from '../domain/facility.js';
import { limits } from '../domain/limits.js';
import type { Ports } from './ports.js';

const { occupancyCounted, occupancyThresholdCrossed, slotOccupied, slotReleased } = parkingEvents;
const { slotsLaidOut, slotStatusChanged } = parkingEvents;

/** Everything that counts a facility's occupancy, so that no version is missed. */
const followed = [
  slotOccupied,
  slotReleased,
  slotStatusChanged,
  slotsLaidOut,
  occupancyCounted,
  occupancyThresholdCrossed,
] as const;

type Told = DataOf<(typeof followed)[number]>;

/** An availability and where it stands in the stream. */
export interface LiveAvailability extends LivePlace {
  readonly availability: Availability;
}

/** Parking does not know the facility (yet). */
export class UnknownFacility extends Error {}

/**
 * A facility's availability: as it is now, then after every change, in order, each once. With `after` only the
 * changes behind it. The following begins before the snapshot is read, so that nothing falls between them, and
 * what the snapshot has already is left out by its version.
 * @throws UnknownFacility, and CursorExpiredError of the stream
 */
export function followAvailability({
  liveEvents,
  reads,
  clock,
}: Pick<Ports, 'reads' | 'clock'> & { readonly liveEvents: LiveEvents }) {
  return async (
    facilityId: string,
    after: string | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<LiveAvailability, void, undefined>> => {
    const [facility] = await reads.facilities([facilityId]);
    if (facility === undefined) throw new UnknownFacility(`There is no facility "${facilityId}".`);
    const following = await liveEvents.follow({
      events: followed,
      key: facilityId,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    return after === null
      ? snapshotAndChanges({ reads, clock }, following, facility)
      : changes(following, 0, undefined);
  };
}

async function* snapshotAndChanges(
  { reads, clock }: Pick<Ports, 'reads' | 'clock'>,
  following: Following<Told>,
  facility: Facility,
): AsyncGenerator<LiveAvailability, void, undefined> {
  try {
    const [occupancy] = await reads.occupancies([facility.id]);
    if (occupancy === undefined) throw new UnknownFacility(`"${facility.id}" has no occupancy.`);
    const { version } = occupancy;
    const published = version === 0 ? 0 : await reads.streamPosition(facility.id, version);
    const { at, upcoming } = await placeOfSnapshot(
      following,
      { version, published },
      limits.snapshotHoldMs,
    );
    yield { availability: snapshotOf(occupancy, facility, clock.now()), ...at };
    yield* changes(following, version, upcoming);
  } finally {
    await following.events.return?.();
  }
}

/** Every event behind a version, as a subscriber sees it. */
async function* changes(
  following: Following<Told>,
  version: number,
  first: Upcoming<Told> | undefined,
): AsyncGenerator<LiveAvailability, void, undefined> {
  for await (const told of changesBehind(following, version, first)) {
    const availability = availabilityOf(told);
    if (availability === null) continue;
    yield { availability, cursor: told.cursor, position: told.position };
  }
}

/** What a subscriber sees of an event; null for one that changes no number. */
function availabilityOf({ event }: LiveEvent<Told>): Availability | null {
  const { data } = event;
  const of = {
    facilityId: data.facilityId,
    version: event.aggregateversion,
    at: new Date(event.time),
  };
  if ('slotId' in data) {
    const { slotId: id, slotNumber: number, counts, ...slot } = data;
    const { levelId, levelName, size, kind, previous, status } = slot;
    const changed = { id, number, levelId, levelName, size, kind, previous, status };
    return availabilityBySlots('CHANGE', { ...of, counts }, changed);
  }
  if ('slotCount' in data)
    return availabilityBySlots('LAYOUT', { ...of, counts: data.counts }, null);
  if ('rawFree' in data) {
    const { mode, counts, rawFree, free, capacity, drift, countedAt } = data;
    const lastCountAt = new Date(countedAt);
    const feed = { rawFree, free, capacity, drift, lastCountAt };
    return availabilityByCount({ ...of, mode, counts }, feed);
  }
  return null;
}
