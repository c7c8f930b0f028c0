import { emptyMeter, type MeterState } from './meter-state.js';
import { meterLimits } from './meter-limits.js';
import { isThresholdReached, idleSinceOf } from './progress.js';
import { meteredOf } from './session-clock.js';
import { isOpen, stopOf, type ChargingSession, type OpenSession } from './session.js';

/** The meter of a session, and what was told of it. */
export interface SessionMeter {
  readonly state: MeterState;
  /** Counts how often readings were taken in. */
  readonly version: number;
  /** Counts how often all marks were made anew. */
  readonly epoch: number;
  /** The version that was told of last, and when. */
  readonly toldVersion: number;
  readonly toldAt: Date | null;
  readonly isThresholdTold: boolean;
  /** Since when the session is told to be idle; null while it is not. */
  readonly idleSince: Date | null;
}

/** The meter of a session that nothing was read of. */
export const newMeter = (session: ChargingSession): SessionMeter => ({
  state: emptyMeter(meteredOf(session)),
  version: 0,
  epoch: 0,
  toldVersion: 0,
  toldAt: null,
  isThresholdTold: false,
  idleSince: null,
});

/** True when a session may be told of again. */
export function isDue({ toldAt }: SessionMeter, now: Date): boolean {
  return toldAt === null || now.getTime() - toldAt.getTime() >= meterLimits.toldEveryMs;
}

/** What must be told at once, beside how the session stands. */
export interface Signals {
  readonly isThreshold: boolean;
  /** Idle begins; the instant from which on. */
  readonly idleSince: Date | null;
  /** Idle is over. */
  readonly isActiveAgain: boolean;
  /** The first energy flowed; the instant before it. */
  readonly activeSince: Date | null;
}

/** What a new state of the meter means for a session that is open. */
export function signalsOf(
  session: ChargingSession,
  before: Pick<SessionMeter, 'isThresholdTold' | 'idleSince'>,
  state: MeterState,
): Signals {
  if (!isOpen(session)) {
    return { isThreshold: false, idleSince: null, isActiveAgain: false, activeSince: null };
  }
  const idleSince = idleSinceOf(state);
  return {
    isThreshold: !before.isThresholdTold && isThresholdReached(state),
    idleSince: before.idleSince === null ? idleSince : null,
    isActiveAgain: before.idleSince !== null && idleSince === null && !isStoppedIdle(session),
    activeSince:
      session.status === 'PENDING' && state.activeSince !== null
        ? new Date(state.activeSince)
        : null,
  };
}

/** True when there is nothing to be told at once. */
export const isSilent = (signals: Signals): boolean =>
  !signals.isThreshold &&
  !signals.isActiveAgain &&
  signals.idleSince === null &&
  signals.activeSince === null;

/** A session whose charging was stopped is idle because of that, whatever a meter says a moment later. */
function isStoppedIdle(session: ChargingSession): boolean {
  return isOpen(session) && stopOf(session) !== null;
}

/** The meter after readings were taken in. */
export const newStateOf = (
  meter: SessionMeter,
  { state, isAnew }: { readonly state: MeterState; readonly isAnew: boolean },
): SessionMeter => ({
  ...meter,
  state,
  version: meter.version + 1,
  epoch: meter.epoch + (isAnew ? 1 : 0),
});

/** The session with energy flowing, if it is the first that flows. */
export function activated(session: OpenSession, { activeSince }: Signals): OpenSession {
  if (session.status !== 'PENDING' || activeSince === null) return session;
  return { ...session, status: 'ACTIVE', activeSince, stop: null };
}
