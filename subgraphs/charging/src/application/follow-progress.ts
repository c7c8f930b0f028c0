import { chargingEvents, type DataOf } from '@voltpark/contracts';
import type { LiveEvent } from '@voltpark/kit/backbone/port';
import {
  changesBehind,
  placeOfSnapshot,
  type Following,
  type LivePlace,
  type Upcoming,
} from '@voltpark/kit/backbone/snapshot-place';
import type { Viewer } from '@voltpark/kit/viewer';
import { meterLimits } from '../domain/meter-limits.js';
import { isOpen, stopOf, type ChargingSession, type Cost, type Stop } from '../domain/session.js';
import type { Ports } from './ports.js';
import { readProgress } from './read-progress.js';

const { sessionStarted, sessionUpdated, sessionPaused, sessionResumed } = chargingEvents;
const { sessionCompleted, sessionInterrupted, sessionCorrected } = chargingEvents;
const { socThresholdReached, idleStarted } = chargingEvents;

/** Everything of a session that has a version, so that none is missed. */
const followed = [
  sessionStarted,
  sessionUpdated,
  sessionPaused,
  sessionResumed,
  socThresholdReached,
  idleStarted,
  sessionCompleted,
  sessionInterrupted,
  sessionCorrected,
] as const;

type Told = DataOf<(typeof followed)[number]>;

/** How a session stood after one of its events. */
export interface ProgressShown {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly sessionId: string;
  readonly version: number;
  readonly status: ChargingSession['status'];
  readonly energyWh: number;
  readonly socPercent: number | null;
  readonly powerW: number | null;
  readonly cost: Cost | null;
  readonly isIdle: boolean;
  readonly secondsRemaining: number | null;
  readonly stop: Stop | null;
  readonly endedAt: Date | null;
  readonly measuredAt: Date;
}

/** Progress as a payload. */
export type ProgressPayload = ProgressShown & { readonly cursor: string };

/** Progress and where it stands in the stream. */
export interface LiveProgressShown extends LivePlace {
  readonly progress: ProgressShown;
}

/** There is no such session, or not for the one who asks. */
export class UnknownSession extends Error {}

/**
 * A session's progress: as it is now, then after every event of it, each once and in order, until it is over. With
 * `after` only what is behind that. Following begins before the snapshot is read, so that nothing falls between them.
 * @throws UnknownSession, and CursorExpiredError of the stream
 */
export function followProgress(ports: Pick<Ports, 'reads' | 'meters' | 'liveEvents' | 'wait'>) {
  const { reads, liveEvents } = ports;
  return async (
    viewer: Viewer,
    sessionId: string,
    after: string | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<LiveProgressShown, void, undefined>> => {
    const [seen] = await reads.sessions.byIds([sessionId], viewer);
    if (seen === undefined) throw new UnknownSession(`There is no session "${sessionId}".`);
    const following = await liveEvents.follow({
      events: followed,
      key: sessionId,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    return after === null
      ? snapshotAndChanges(ports, following, viewer, sessionId)
      : changes(
          following,
          { version: await overBefore(ports, seen, following), shown: null },
          undefined,
        );
  };
}

async function* snapshotAndChanges(
  ports: Pick<Ports, 'reads' | 'meters'>,
  following: Following<Told>,
  viewer: Viewer,
  sessionId: string,
): AsyncGenerator<LiveProgressShown, void, undefined> {
  try {
    const [session] = await ports.reads.sessions.byIds([sessionId], viewer);
    if (session === undefined) throw new UnknownSession(`There is no session "${sessionId}".`);
    const { id, version } = session;
    const published = await ports.reads.meter.streamPosition(id, version);
    const hold = meterLimits.snapshotHoldMs;
    const { at, upcoming } = await placeOfSnapshot(following, { version, published }, hold);
    const shown = await snapshotOf(ports, session);
    yield { progress: shown, ...at };
    yield* changes(following, { version, shown }, upcoming);
  } finally {
    await following.events.return?.();
  }
}

async function snapshotOf(
  ports: Pick<Ports, 'reads' | 'meters'>,
  session: ChargingSession,
): Promise<ProgressShown> {
  const [progress] = await readProgress(ports)([session]);
  if (progress === undefined) throw new UnknownSession(`There is no session "${session.id}".`);
  const { id: sessionId, version, status } = session;
  const end = isOpen(session)
    ? { stop: stopOf(session), endedAt: null }
    : {
        stop: { at: session.stoppedAt ?? session.endedAt, reason: session.stopReason },
        endedAt: session.endedAt,
      };
  return { kind: 'SNAPSHOT', sessionId, version, status, ...progress, ...end };
}

/**
 * Version up to which there is nothing to come: of a session whose end a follower has seen that is all, and else
 * everything may come. Where an event stands in the stream is noted a moment after followers have seen it, so that is
 * waited for; an end that is not published by then comes.
 */
async function overBefore(
  { reads, wait }: Pick<Ports, 'reads' | 'wait'>,
  session: ChargingSession,
  { position }: LivePlace,
): Promise<number> {
  if (isOpen(session)) return 0;
  for (let look = 0; look < meterLimits.endLooks; look += 1) {
    const published = await reads.meter.streamPosition(session.id, session.version);
    if (published !== null) return published <= position ? Infinity : 0;
    await wait(meterLimits.endLookMs);
  }
  return 0;
}

/** What comes behind a version; the final state is the last of it. */
async function* changes(
  following: Following<Told>,
  from: { readonly version: number; readonly shown: ProgressShown | null },
  first: Upcoming<Told> | undefined,
): AsyncGenerator<LiveProgressShown, void, undefined> {
  let { shown } = from;
  try {
    if (shown?.endedAt != null || from.version === Infinity) return;
    for await (const told of changesBehind(following, from.version, first)) {
      shown = shownBy(told, shown);
      yield { progress: shown, cursor: told.cursor, position: told.position };
      if (shown.endedAt !== null) return;
    }
  } finally {
    // Also where it was over before anything was asked of the stream.
    await following.events.return?.();
  }
}

/** What a follower sees of an event; what it does not say is as it was. */
function shownBy({ event }: LiveEvent<Told>, before: ProgressShown | null): ProgressShown {
  const { data, aggregateversion: version, time } = event;
  const told = 'energyWh' in data ? data : { energyWh: 0, socPercent: null, cost: null };
  const shown: ProgressShown = {
    status: 'ACTIVE',
    powerW: null,
    isIdle: false,
    secondsRemaining: null,
    stop: null,
    endedAt: null,
    measuredAt: new Date(time),
    ...before,
    kind: 'CHANGE',
    sessionId: data.sessionId,
    version,
    energyWh: told.energyWh,
    socPercent: told.socPercent,
    cost: told.cost,
  };
  if ('measuredAt' in data) {
    const { status, stop, idle, powerW, secondsRemaining } = data;
    return {
      ...shown,
      status,
      isIdle: idle,
      powerW,
      secondsRemaining,
      stop: stop && { reason: stop.reason, at: new Date(stop.at) },
      measuredAt: new Date(data.measuredAt),
    };
  }
  const still = { ...shown, powerW: 0, secondsRemaining: null };
  if ('periods' in data) {
    const endedAt = new Date(data.endedAt);
    const status = data.stopReason === 'FAULT' ? 'INTERRUPTED' : 'COMPLETED';
    const stop = { reason: data.stopReason, at: shown.stop?.at ?? endedAt };
    return { ...still, status, stop, endedAt };
  }
  if ('targets' in data) return { ...shown, status: 'PENDING' };
  if ('pausedAt' in data) return { ...still, status: 'PAUSED' };
  if ('resumedAt' in data) return { ...shown, status: 'ACTIVE' };
  return 'idleSince' in data ? { ...still, isIdle: true } : shown;
}
