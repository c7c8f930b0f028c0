import { chargingEvents, type DataOf } from '@voltpark/contracts';
import type { EntryStatus, Offer, QueueEntry } from '../domain/queue.js';
import type { LivePlace } from '@voltpark/kit/backbone/snapshot-place';
import { allChanges, snapshotAndChanges, type LiveStep } from './live-snapshot.js';
import type { Ports } from './ports.js';
import type { Viewer } from '@voltpark/kit/viewer';

const { queuePositionChanged } = chargingEvents;

type Told = DataOf<typeof queuePositionChanged>;

/** Where an entry stood at one moment. */
export interface PositionShown {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly entryId: string;
  readonly version: number;
  readonly at: Date;
  readonly status: EntryStatus;
  readonly position: number | null;
  readonly estimatedWaitSeconds: number | null;
  readonly offer: OfferShown | null;
}

/** As much of an offer as clients see. */
export type OfferShown = Pick<
  Offer,
  'id' | 'connectorId' | 'slotId' | 'expiresAt' | 'keptUntil' | 'isSlotKept'
>;

export interface LivePosition extends LivePlace {
  readonly shown: PositionShown;
}

/** There is no such entry, or not for the one who asks. */
export class UnknownEntry extends Error {}

/**
 * Where somebody stands in the queue: as it is now, then after every change. Every change of an entry ends with the
 * event that is followed here, so its version is that of the entry.
 * @throws UnknownEntry, and CursorExpiredError of the stream
 */
export function followQueuePosition({
  reads: { queues },
  liveEvents,
  clock,
}: Pick<Ports, 'reads' | 'liveEvents' | 'clock'>) {
  return async (
    viewer: Viewer,
    entryId: string,
    after: string | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<LivePosition, void, undefined>> => {
    const read = async () => {
      const [entry] = await queues.entries([entryId], viewer);
      if (entry === undefined) throw new UnknownEntry(`There is no entry "${entryId}".`);
      const seen = [{ type: 'queue_entry', id: entryId, version: entry.version }] as const;
      return { snapshot: entry, seen };
    };
    await read();
    const following = await liveEvents.follow({
      events: [queuePositionChanged],
      key: entryId,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    return after === null
      ? shown(snapshotAndChanges(following, { read, notYet: queues.notYet }), () => clock.now())
      : shown(allChanges(following), () => clock.now());
  };
}

async function* shown(
  steps: AsyncIterable<LiveStep<Told, QueueEntry>>,
  now: () => Date,
): AsyncGenerator<LivePosition, void, undefined> {
  for await (const step of steps) {
    const { cursor, position } = step.at;
    yield {
      shown: step.kind === 'SNAPSHOT' ? ofEntry(step.snapshot, now()) : ofEvent(step.event),
      cursor,
      position,
    };
  }
}

function ofEntry(entry: QueueEntry, at: Date): PositionShown {
  const { id: entryId, version, status, position, estimatedWaitSeconds, offer } = entry;
  const standing = { status, position, estimatedWaitSeconds, offer };
  return { kind: 'SNAPSHOT', entryId, version, at, ...standing };
}

function ofEvent({
  event,
}: Extract<LiveStep<Told, never>, { kind: 'CHANGE' }>['event']): PositionShown {
  const { entryId, status, position, estimatedWaitSeconds, offer } = event.data;
  return {
    kind: 'CHANGE',
    entryId,
    version: event.aggregateversion,
    at: new Date(event.time),
    ...{ status, position, estimatedWaitSeconds },
    offer: offer && {
      id: offer.offerId,
      connectorId: offer.connectorId,
      slotId: offer.slotId,
      expiresAt: new Date(offer.expiresAt),
      keptUntil: offer.keptUntil === null ? null : new Date(offer.keptUntil),
      isSlotKept: offer.isSlotKept,
    },
  };
}
