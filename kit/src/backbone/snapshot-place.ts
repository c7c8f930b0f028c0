import type { LiveEvent } from './port.js';

/** Where a payload stands in the stream. */
export type LivePlace = Pick<LiveEvent, 'cursor' | 'position'>;

/** What `LiveEvents.follow` gives. */
export interface Following<Data> extends LivePlace {
  readonly events: AsyncIterableIterator<LiveEvent<Data>>;
}

/** The next event, asked for and perhaps not there yet. */
export type Upcoming<Data> = Promise<IteratorResult<LiveEvent<Data>>>;

/** A wait that gives up: race something with `passed`, and cancel it whatever comes first. */
export function patience(ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'PASSED'>((resolve) => {
    timer = setTimeout(resolve, ms, 'PASSED');
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

/**
 * Where in the stream a snapshot of one aggregate stands: right behind the event of the version that it shows, which
 * may be on its way still. Then the snapshot waits for it, so that whoever goes on from its cursor sees no change
 * twice. When the stream does not catch up in time, the snapshot goes out with a place before it, which is safe: a
 * follower leaves out the versions that it has already, and those who go on from its cursor see them again.
 * @param shown the version, and where the stream has its event; null: not published yet
 * @param holdMs how long the snapshot waits
 * @returns the place, and what was asked of the stream meanwhile and has to be taken first
 */
export async function placeOfSnapshot<Data>(
  following: Following<Data>,
  shown: { readonly version: number; readonly published: number | null },
  holdMs: number,
): Promise<{ readonly at: LivePlace; readonly upcoming: Upcoming<Data> | undefined }> {
  const at: LivePlace = { cursor: following.cursor, position: following.position };
  const { version, published } = shown;
  if (published !== null && published <= following.position) return { at, upcoming: undefined };
  const deadline = patience(holdMs);
  try {
    for (;;) {
      const upcoming = following.events.next();
      const next = await Promise.race([upcoming, deadline.passed]);
      if (next === 'PASSED' || next.done === true) return { at, upcoming };
      const { event, cursor, position } = next.value;
      if (event.aggregateversion < version) continue;
      return event.aggregateversion === version
        ? { at: { cursor, position }, upcoming: undefined }
        : { at, upcoming };
    }
  } finally {
    deadline.cancel();
  }
}

/**
 * Every event behind a version, in order; ends the following when nobody asks any more.
 * @param first what was asked of the stream already, see {@link placeOfSnapshot}
 */
export async function* changesBehind<Data>(
  { events }: Following<Data>,
  version: number,
  first: Upcoming<Data> | undefined,
): AsyncGenerator<LiveEvent<Data>, void, undefined> {
  let upcoming = first;
  try {
    for (;;) {
      const next = await (upcoming ?? events.next());
      upcoming = undefined;
      if (next.done === true) return;
      if (next.value.event.aggregateversion > version) yield next.value;
    }
  } finally {
    await events.return?.();
  }
}
