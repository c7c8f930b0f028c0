import { reservationsEvents } from '@voltpark/contracts';
import type { LiveEvent } from '@voltpark/kit/backbone/port';
import type { Ports } from './ports.js';
import type { Viewer } from './viewer.js';

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
export interface LiveReservation extends Pick<LiveEvent, 'cursor' | 'position'> {
  readonly reservationId: string;
  readonly status: reservationsEvents.ReservationStatus;
  readonly version: number;
}

/** There is no such reservation, or not for the one who asks. */
export class UnknownReservation extends Error {}

/**
 * A reservation as it is, then after every change. Following begins before it is read, so nothing falls between;
 * what the snapshot shows already is not told again.
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
      events: [...followed],
      key: reservationId,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    async function* updates() {
      let seen = 0;
      try {
        if (after === null) {
          const { version, status } = await read();
          seen = version;
          const { cursor, position } = following;
          yield { reservationId, status, version, cursor, position };
        }
        for await (const { event, cursor, position } of following.events) {
          if (event.aggregateversion <= seen) continue;
          const { status } = event.data;
          yield { reservationId, status, version: event.aggregateversion, cursor, position };
        }
      } finally {
        await following.events.return?.();
      }
    }
    return updates();
  };
}
