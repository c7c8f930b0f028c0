import type {
  ActiveSession,
  CompletedSession,
  FinalSession,
  InterruptedSession,
  OpenSession,
  PausedSession,
  StopReason,
} from './session.js';
import { stopOf } from './session.js';
import type { Fault } from './station.js';

/** Why and when a session is over. */
export interface Ending {
  readonly at: Date;
  readonly reason: StopReason;
  /** Set where the device reported one. */
  readonly fault?: Fault | null;
}

/**
 * The session as it is when it is over: unplugged, left or broken. Who stopped it before keeps being the reason,
 * also where the fault came later: nothing was charging any more that could have been interrupted. Nothing ends
 * before it began, whatever clocks say.
 */
export function ended(session: OpenSession, { at, reason, fault }: Ending): FinalSession {
  const stop = stopOf(session);
  const { status: _status, ...rest } = session;
  const earliest = stop?.at ?? session.startedAt;
  const final = {
    ...withoutOpenFields(rest),
    activeSince: session.status === 'PENDING' ? null : session.activeSince,
    stoppedAt: stop?.at ?? null,
    endedAt: new Date(Math.max(at.getTime(), earliest.getTime(), session.startedAt.getTime())),
    stopReason: stop?.reason ?? reason,
    revision: 1,
    version: session.version + 1,
  };
  if (final.stopReason !== 'FAULT') {
    return { ...final, status: 'COMPLETED' } satisfies CompletedSession;
  }
  return { ...final, status: 'INTERRUPTED', fault: fault ?? null } satisfies InterruptedSession;
}

/** What a session has only while it goes on. */
function withoutOpenFields<Rest extends object>(rest: Rest) {
  const {
    stop: _stop,
    pausedAt: _pausedAt,
    ...kept
  } = rest as Rest & { stop?: unknown; pausedAt?: unknown };
  return kept as Omit<Rest, 'stop' | 'pausedAt'>;
}

/** The session with charging ended, and the vehicle still plugged in. Null when it was stopped before. */
export function stopped<Session extends ActiveSession | PausedSession>(
  session: Session,
  { at, reason }: Ending,
): Session | null {
  if (session.stop !== null) return null;
  const earliest = Math.max(at.getTime(), session.startedAt.getTime());
  return { ...session, stop: { at: new Date(earliest), reason } };
}
