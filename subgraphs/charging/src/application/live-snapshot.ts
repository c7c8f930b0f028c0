import type { LiveEvent } from '@voltpark/kit/backbone/port';
import {
  patience,
  type Following,
  type LivePlace,
  type Upcoming,
} from '@voltpark/kit/backbone/snapshot-place';
import { queueLimits } from '../domain/queue-limits.js';
import type { Seen } from './queue-ports.js';

/** How a snapshot is taken, and how far the stream has come with what it shows. */
export interface Source<Snapshot> {
  /** The state as it is, and the versions of all that it shows. */
  read(): Promise<{ readonly snapshot: Snapshot; readonly seen: readonly Seen[] }>;
  /** Those versions whose events stand behind a position of the stream, or are not published yet. */
  notYet(seen: readonly Seen[], position: number): Promise<readonly Seen[]>;
}

export type LiveStep<Data, Snapshot> =
  | { readonly kind: 'SNAPSHOT'; readonly snapshot: Snapshot; readonly at: LivePlace }
  | { readonly kind: 'CHANGE'; readonly event: LiveEvent<Data>; readonly at: LivePlace };

/** How often a snapshot is taken anew because the stream went on meanwhile. */
const snapshotTries = 5;

type Versions = ReadonlyMap<string, number>;

const keyOf = (type: string, id: string) => `${type} ${id}`;
const keyOfEvent = ({ event }: LiveEvent) => keyOf(event.aggregatetype, event.subject);
const versionsOf = (seen: readonly Seen[]): Versions =>
  new Map(seen.map(({ type, id, version }) => [keyOf(type, id), version]));

/** Whether an event tells of something that a snapshot does not show yet. */
const isNews = (live: LiveEvent, versions: Versions): boolean =>
  live.event.aggregateversion > (versions.get(keyOfEvent(live)) ?? 0);

/** Every event that is followed. */
export async function* allChanges<Data>(
  following: Following<Data>,
): AsyncGenerator<LiveStep<Data, never>, void, undefined> {
  yield* behind(following, new Map(), undefined);
}

/**
 * The state, and then every change that it does not show, each once and in order. Following began before, so nothing
 * falls between them; and the snapshot waits until the stream has told of all that it shows, so that whoever goes on
 * from its cursor sees no change twice. Should the stream not catch up in time, the snapshot goes out with a place
 * before it, which is safe: who goes on from there sees again what it had already, and nothing is missed.
 */
export async function* snapshotAndChanges<Data, Snapshot>(
  following: Following<Data>,
  source: Source<Snapshot>,
): AsyncGenerator<LiveStep<Data, Snapshot>, void, undefined> {
  const start: LivePlace = { cursor: following.cursor, position: following.position };
  let at = start;
  let upcoming: Upcoming<Data> | undefined;
  const passed: LiveEvent<Data>[] = [];
  const deadline = patience(queueLimits.snapshotHoldMs);
  try {
    let taken = await source.read();
    for (let attempt = 1; ; attempt += 1) {
      const versions = versionsOf(taken.seen);
      const missing = new Map(versionsOf(await source.notYet(taken.seen, at.position)));
      while (missing.size > 0) {
        upcoming ??= following.events.next();
        const next = await Promise.race([upcoming, deadline.passed]);
        if (next === 'PASSED' || next.done === true) break;
        upcoming = undefined;
        passed.push(next.value);
        at = { cursor: next.value.cursor, position: next.value.position };
        const wanted = missing.get(keyOfEvent(next.value));
        if (wanted !== undefined && next.value.event.aggregateversion >= wanted) {
          missing.delete(keyOfEvent(next.value));
        }
      }
      const news = passed.filter((live) => isNews(live, versions));
      if (missing.size === 0 && news.length > 0 && attempt < snapshotTries) {
        taken = await source.read();
        continue;
      }
      const isExact = missing.size === 0 && news.length === 0;
      yield { kind: 'SNAPSHOT', snapshot: taken.snapshot, at: isExact ? at : start };
      for (const event of news) yield { kind: 'CHANGE', event, at: event };
      yield* behind(following, versions, upcoming);
      return;
    }
  } finally {
    deadline.cancel();
    await following.events.return?.();
  }
}

async function* behind<Data>(
  following: Following<Data>,
  versions: Versions,
  first: Upcoming<Data> | undefined,
): AsyncGenerator<LiveStep<Data, never>, void, undefined> {
  let upcoming = first;
  try {
    for (;;) {
      const next = await (upcoming ?? following.events.next());
      upcoming = undefined;
      if (next.done === true) return;
      if (isNews(next.value, versions)) yield { kind: 'CHANGE', event: next.value, at: next.value };
    }
  } finally {
    await following.events.return?.();
  }
}
