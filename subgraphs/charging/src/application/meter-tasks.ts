import { idleRule, meterLimits } from '../domain/meter-limits.js';
import { signalsOf, type SessionMeter, type Signals } from '../domain/session-meter.js';
import { isOpen, stopOf, type OpenSession } from '../domain/session.js';
import { tariffOf } from './final-record.js';
import { goOn, tell } from './go-on.js';
import { seeToAside } from './kept-aside.js';
import { tellAll } from './take-in-order.js';
import type { TimeTask } from './keep-time.js';
import { systemCause, type Ports, type Stores } from './ports.js';

/** What happens to meters by itself when time passes. */
export function meterTasks(ports: Ports): readonly TimeTask[] {
  return [
    { name: 'tell how sessions stand', run: tellTail(ports) },
    { name: 'stop sessions whose time is over', run: stopOverdue(ports) },
    { name: 'take in readings kept aside', run: seeToAside(ports) },
  ];
}

/**
 * Tells of sessions whose last state was held back, so that the last state is always told in the end; and that a session
 * is idle whose charging was stopped, also when its meter says nothing more.
 */
function tellTail({ clock, meters, transact }: Ports) {
  return async (): Promise<void> => {
    const now = clock.now();
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const ids = await transact(systemCause, ({ meter }) =>
      meter.untold(
        ago(meterLimits.tailAfterMs),
        ago(idleRule.withoutPowerMs),
        meterLimits.tailBatch,
      ),
    );
    if (ids.length === 0) return;
    const told = await tellAll(meters, systemCause, await meters.load(ids), now);
    for (const id of ids.filter((each) => !told.has(each))) {
      await transact(systemCause, async (stores) => {
        const session = await stores.sessions.hold(id);
        if (session !== null && isOpen(session)) await tellSession(stores, session, now);
      });
    }
  };
}

async function tellSession(stores: Stores, session: OpenSession, now: Date): Promise<void> {
  const meter = await stores.meter.of(session);
  const tariff = await tariffOf(stores, session);
  const signals = withStop(session, signalsOf(session, meter, meter.state), meter, now);
  const isBehind = meter.version > meter.toldVersion;
  if (!isBehind && signals.idleSince === null) return;
  await tell(stores, { session, before: meter, meter, tariff, reached: null, now }, signals);
}

/**
 * A session that was stopped, and of whose meter nothing was heard for a while by our clock, is idle from its stop on,
 * or from the last energy that came after it.
 */
function withStop(
  session: OpenSession,
  signals: Signals,
  { toldAt, idleSince, state }: SessionMeter,
  now: Date,
): Signals {
  const stop = stopOf(session);
  if (stop === null || idleSince !== null || signals.idleSince !== null) return signals;
  if (toldAt === null || now.getTime() - toldAt.getTime() < idleRule.withoutPowerMs) return signals;
  return { ...signals, idleSince: new Date(Math.max(stop.at.getTime(), state.flowedUntil)) };
}

/** Ends charging of sessions whose time is over by our clock, when no reading says so. */
function stopOverdue({ clock, transact }: Ports) {
  return async (): Promise<void> => {
    const now = clock.now();
    const ids = await transact(systemCause, ({ meter }) =>
      meter.overdue(now, meterLimits.tailBatch),
    );
    for (const id of ids) {
      await transact(systemCause, async (stores) => {
        const session = await stores.sessions.hold(id);
        if (session === null || !isOpen(session) || stopOf(session) !== null) return;
        const seconds = session.targets.durationSeconds;
        if (seconds === null) return;
        const at = new Date(session.startedAt.getTime() + seconds * 1_000);
        const meter = await stores.meter.of(session);
        const tariff = await tariffOf(stores, session);
        const reached = { at, reason: 'TIME_LIMIT' as const };
        await goOn(stores, { session, before: meter, meter, tariff, reached, now });
      });
    }
  };
}
