import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import type {
  ChargingSessionEnded,
  ChargingSessionStopped,
  IllegalTransition,
} from './refusals.js';
import {
  isOpen,
  stopOf,
  type ActiveSession,
  type ChargingSession,
  type PausedSession,
} from './session.js';

/** Lets a session rest. It must be charging: energy flowed, and nobody stopped it. */
export function pause(
  session: ChargingSession,
  at: Date,
): Decision<
  PausedSession,
  IllegalTransition<'SessionNotActive'> | ChargingSessionStopped | ChargingSessionEnded
> {
  const over = overFault(session);
  if (over !== null) return refused(over);
  if (session.status !== 'ACTIVE') return refused(illegal('SessionNotActive', session));
  const pausedAt = new Date(Math.max(at.getTime(), session.startedAt.getTime()));
  return accepted({ ...session, status: 'PAUSED', pausedAt, version: session.version + 1 });
}

/** Lets a session that rests go on. */
export function resume(
  session: ChargingSession,
): Decision<
  ActiveSession,
  IllegalTransition<'SessionNotPaused'> | ChargingSessionStopped | ChargingSessionEnded
> {
  const over = overFault(session);
  if (over !== null) return refused(over);
  if (session.status !== 'PAUSED') return refused(illegal('SessionNotPaused', session));
  const { pausedAt: _pausedAt, ...rest } = session;
  return accepted({ ...rest, status: 'ACTIVE', version: session.version + 1 });
}

/** Why nothing can be done with a session any more; null while something can. */
function overFault(session: ChargingSession): ChargingSessionStopped | ChargingSessionEnded | null {
  if (!isOpen(session)) return sessionEnded(session);
  const stop = stopOf(session);
  if (stop === null) return null;
  const { id: sessionId } = session;
  const message = 'Charging was stopped; the vehicle only has to be unplugged.';
  return {
    type: 'ChargingSessionStopped',
    message,
    sessionId,
    stoppedAt: stop.at,
    reason: stop.reason,
  };
}

/** The session is over: when, how and why. */
export function sessionEnded(
  session: Exclude<ChargingSession, { status: 'PENDING' | 'ACTIVE' | 'PAUSED' }>,
): ChargingSessionEnded {
  const { id: sessionId, status, endedAt, stopReason: reason } = session;
  const message = 'The session is over.';
  return { type: 'ChargingSessionEnded', message, sessionId, status, endedAt, reason };
}

const explanations = {
  SessionNotActive: 'Only a session in which energy flows can rest.',
  SessionNotPaused: 'Only a session that rests can go on.',
} as const;

function illegal<Type extends keyof typeof explanations>(
  type: Type,
  { id: sessionId, status }: ChargingSession,
): IllegalTransition<Type> {
  return { type, message: explanations[type], sessionId, status };
}
