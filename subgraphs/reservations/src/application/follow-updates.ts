import { reservationsEvents } from '@voltpark/contracts';
import {
  changesBehind,
  placeOfSnapshot,
  type Following,
  type LivePlace,
  type Upcoming,
} from '@voltpark/kit/backbone/snapshot-place';
import type { Viewer } from '@voltpark/kit/viewer';
import { limits } from '../domain/limits.js';
import type { Reservation } from '../domain/reservation.js';
import type { Ports } from './ports.js';

const followed = [
  reservationsEvents.reservationCreated,
  reservationsEvents.reservationConfirmed,
  reservationsEvents.reservationChanged,
  reservationsEvents.reservationCancelled,
  reservationsEvents.reservationExpired,
  reservationsEvents.reservationWindowOpened,
  reservationsEvents.reservationFulfilled,
  reservationsEvents.reservationNoShow,
  reservationsEvents.reservationRejected,
] as const;

/** A reservation at one moment, and where that stands in the stream. */
export interface LiveReservation extends LivePlace {
  readonly reservationId: string;
  readonly status: reservationsEvents.ReservationStatus;
  readonly version: number;
}

/** There is no such reservation, or not for the one who asks. */
export class UnknownReservation extends Error {}

/**
 * A reservation as it is, then after every change, each once and in order; with `after` only what is behind that.
 * Following begins before it is read, so nothing falls between; what the snapshot shows already is not told again, nor
 * to those who go on from its cursor.
 * @throws UnknownReservation, and CursorExpiredError of the stream
 */
export function followReservation({ reads, liveEvents }: Pick<Ports, 'reads' | 'liveEvents'>) {
  return async (
    viewer: Viewer,
    reservationId: string,
    after: string | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<LiveReservation, void, undefined>> => {
    const read = async () => {
      const [found] = await reads.byIds([reservationId], viewer);
      if (found === undefined) throw new UnknownReservation(`There is no such reservation.`);
      return found;
    };
    await read();
    const following = await liveEvents.follow({
      events: followed,
      key: reservationId,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    return after === null
      ? snapshotAndChanges(reads, following, read)
      : changes(following, 0, undefined);
  };
}

type Told = reservationsEvents.ReservationSnapshot;

async function* snapshotAndChanges(
  reads: Pick<Ports['reads'], 'streamPosition'>,
  following: Following<Told>,
  read: () => Promise<Reservation>,
): AsyncGenerator<LiveReservation, void, undefined> {
  try {
    const { id: reservationId, status, version } = await read();
    const published = await reads.streamPosition(reservationId, version);
    const shown = { version, published };
    const { at, upcoming } = await placeOfSnapshot(following, shown, limits.snapshotHoldMs);
    yield { reservationId, status, version, ...at };
    yield* changes(following, version, upcoming);
  } finally {
    await following.events.return?.();
  }
}

/** What comes behind a version. */
async function* changes(
  following: Following<Told>,
  behind: number,
  first: Upcoming<Told> | undefined,
): AsyncGenerator<LiveReservation, void, undefined> {
  for await (const { event, cursor, position } of changesBehind(following, behind, first)) {
    const { reservationId, status } = event.data;
    yield { reservationId, status, version: event.aggregateversion, cursor, position };
  }
}
