import { meterLimits } from '../domain/meter-limits.js';
import { messageOf, type MeterReading } from '../domain/meter-reading.js';
import type { ChargingSession } from '../domain/session.js';
import type { AsideReading, AsideReason, SessionName } from './meter-ports.js';
import { systemCause, type Cause, type Ports, type Stores } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import type { ReadingException } from './record-meter-readings.js';
import { takeInReadings } from './take-in-readings.js';

/** A reading that belongs to no session that we know, with its place in the input. */
export interface Unplaced extends SessionName {
  readonly index: number;
  readonly reading: MeterReading;
  /** Empty where none was named. */
  readonly sessionId: string;
  readonly reason: AsideReason;
}

/** Keeps readings aside until their session appears; the device need not send them again. */
export async function keepAside(
  { newId, transact }: Ports,
  cause: Cause,
  unplaced: readonly Unplaced[],
  now: Date,
): Promise<ReadingException[]> {
  if (unplaced.length === 0) return [];
  const { tenantId } = cause.actor;
  const rows = unplaced.map(({ index: _index, ...one }): AsideReading => ({
    ...one,
    id: newId(),
    tenantId,
    receivedAt: now,
  }));
  const refused = await transact(cause, async ({ meter }) => {
    const count = await meter.countAside(reachOf(cause.actor));
    return meter.keepAside(rows, meterLimits.asidePerTenant - count);
  });
  const withoutRoom = new Set(refused.map(({ reading }) => reading));
  return unplaced.map(({ index, reading, reason }) =>
    withoutRoom.has(reading)
      ? { index, outcome: 'REJECTED', reason: 'TOO_MANY', message: messageOf('TOO_MANY') }
      : { index, outcome: 'KEPT_ASIDE', reason, message: asideMessages[reason] },
  );
}

const asideMessages: Readonly<Record<AsideReason, string>> = {
  UNKNOWN_SESSION: 'Kept until we hear of the session.',
  BEFORE_START: 'Measured before the session began; kept aside.',
  AFTER_END: 'Measured after the session ended; kept aside.',
};

/** Takes in what was kept aside of a session that is held or was made in this transaction. */
export async function takeInAside(
  stores: Stores,
  session: ChargingSession,
  now: Date,
): Promise<void> {
  const { id } = session;
  const aside = await stores.meter.asideOf(session, meterLimits.asideBatch);
  if (aside.length === 0) return;
  const readings = aside.map(({ reading }) => reading);
  const outcomes = await takeInReadings(stores, id, readings, now);
  await stores.meter.dropAside(aside.map((one) => one.id));
  // What turns out to be of another time stays aside, and is not looked at again.
  const strays = aside.flatMap((one, index): AsideReading[] => {
    const outcome = outcomes?.[index];
    return outcome === 'BEFORE_START' || outcome === 'AFTER_END'
      ? [{ ...one, sessionId: id, reason: outcome }]
      : [];
  });
  await stores.meter.keepAside(strays, strays.length);
}

/**
 * Readings aside that came while their session began, so that neither saw the other; and those that nobody came for.
 * Whoever begins a session takes in what was there before.
 */
export function seeToAside({ clock, transact }: Ports) {
  let seenToAt = -Infinity;
  return async (): Promise<void> => {
    const now = clock.now();
    const ago = (ms: number) => new Date(now.getTime() - ms);
    if (now.getTime() - seenToAt < meterLimits.asideEveryMs) return;
    seenToAt = now.getTime();
    const ids = await transact(systemCause, async ({ meter }) => {
      await meter.dropAsideBefore(ago(meterLimits.asideKeptMs), meterLimits.asideBatch);
      return meter.sessionsWithAside(ago(meterLimits.asideRecentMs), meterLimits.tailBatch);
    });
    for (const id of ids) {
      await transact(systemCause, async (stores) => {
        const session = await stores.sessions.hold(id);
        if (session !== null) await takeInAside(stores, session, now);
      });
    }
  };
}
