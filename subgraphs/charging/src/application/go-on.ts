import type { Tariff } from '@voltpark/contracts';
import { idleFeeFrom } from '../domain/idle-fee.js';
import type { MeterEvent } from '../domain/meter-events.js';
import type { LiveProgress } from '../domain/progress.js';
import {
  activated,
  isDue,
  isSilent,
  signalsOf,
  type SessionMeter,
  type Signals,
} from '../domain/session-meter.js';
import { isOpen, type OpenSession } from '../domain/session.js';
import type { Reached } from '../domain/take-in.js';
import { periodsOf } from '../domain/trace.js';
import { estimatedEndOf, progressBy } from './final-record.js';
import type { Stores } from './ports.js';
import { stopSession } from './stop-session.js';

/** An open session, held, whose meter says something new. */
export interface GoingOn {
  readonly session: OpenSession;
  readonly before: SessionMeter;
  /** The meter now, as it is stored. */
  readonly meter: SessionMeter;
  readonly tariff: Tariff | null;
  /** A limit that was reached. */
  readonly reached: Reached | null;
  readonly now: Date;
}

/** Everything that follows from a new state of the meter: energy begins to flow, a limit is reached, idle begins. */
export async function goOn(stores: Stores, going: GoingOn): Promise<void> {
  const { before, meter, reached, now } = going;
  const signals = signalsOf(going.session, before, meter.state);
  let session = activated(going.session, signals);
  const isChanged = session !== going.session;
  if (isChanged) await stores.sessions.save(session);
  let isStopped = false;
  if (reached !== null) {
    const stopped = await stopSession(stores, session, reached);
    if (stopped !== null && !isOpen(stopped)) return;
    if (stopped !== null) {
      session = stopped;
      isStopped = true;
    }
  }
  if (!isStopped && isSilent(signals) && !isDue(before, now)) return;
  await tell(stores, { ...going, session }, signals);
}

/** Tells how the session stands, and what must be told beside. */
export async function tell(
  stores: Stores,
  { session, meter, tariff, now }: GoingOn,
  signals: Signals,
): Promise<void> {
  const marks = await stores.meter.marks(session.id, meter.state);
  const told: SessionMeter = {
    ...meter,
    toldAt: now,
    toldVersion: meter.version,
    isThresholdTold: meter.isThresholdTold || signals.isThreshold,
    idleSince: signals.isActiveAgain ? null : (signals.idleSince ?? meter.idleSince),
  };
  const progress = progressBy(session, told, marks, tariff);
  const feeFrom = () => {
    const periods = periodsOf(marks, session.startedAt.getTime(), null);
    return signals.idleSince === null
      ? null
      : idleFeeFrom(tariff, session.timeZone, periods, signals.idleSince);
  };
  const events = eventsOf(session, progress, signals, feeFrom);
  const last = events.at(-1)?.session ?? session;
  await stores.sessions.save(last);
  await stores.meter.save(session.id, told, [], false);
  await stores.publish(events);
}

function eventsOf(
  session: OpenSession,
  progress: LiveProgress,
  { isThreshold, idleSince }: Signals,
  feeFrom: () => Date | null,
): MeterEvent[] {
  const estimatedEndAt = estimatedEndOf(session, progress);
  let version = session.version;
  const next = () => ({ ...session, estimatedEndAt, version: (version += 1) });
  const events: MeterEvent[] = [{ type: 'SessionUpdated', session: next(), progress }];
  if (isThreshold) {
    const reachedAt = progress.measuredAt;
    events.push({ type: 'SocThresholdReached', session: next(), progress, reachedAt });
  }
  if (idleSince !== null) {
    const began = { idleSince, feeFrom: feeFrom() };
    events.push({ type: 'IdleStarted', session: next(), progress, ...began });
  }
  return events;
}
