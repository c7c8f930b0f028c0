import { limits, secondsAfter } from './limits.js';

/** Failures counted under one key within its window. */
export interface Throttle {
  readonly failures: number;
  readonly windowStartedAt: Date;
  readonly blockedUntil: Date | null;
}

/** The refusal of an attempt that comes too soon. */
export interface TooManyAttempts {
  readonly type: 'TooManyAttempts';
  readonly message: string;
  readonly retryAfter: Date;
  readonly retryAfterSeconds: number;
}

/** The refusal that names when the next attempt is heard. */
export function tooManyAttempts(retryAfter: Date, now: Date): TooManyAttempts {
  const milliseconds = Math.max(0, retryAfter.getTime() - now.getTime());
  return {
    type: 'TooManyAttempts',
    message: 'There were too many attempts. Wait a little.',
    retryAfter,
    retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1000)),
  };
}

/** How a kind of throttle counts and blocks. */
export interface ThrottleRule {
  readonly failures: number;
  readonly windowSeconds: number;
  /** Length of the block that begins with the n-th failure over the limit, n from 0. */
  blockSeconds(over: number): number;
}

/** One address (or one account that changes its password). Blocks double from 30 s to 15 min. */
export const perEmail: ThrottleRule = {
  failures: limits.signInFailuresPerEmail,
  windowSeconds: limits.signInWindowSeconds,
  blockSeconds: (over) =>
    Math.min(limits.signInBlockSeconds * 2 ** Math.min(over, 10), limits.signInLongestBlockSeconds),
};

/** All addresses together: a shield against spraying one password over many addresses. */
export const globally: ThrottleRule = {
  failures: limits.signInFailuresGlobally,
  windowSeconds: limits.signInGlobalWindowSeconds,
  blockSeconds: () => limits.signInGlobalWindowSeconds,
};

/** The refusal for an attempt at this time, or undefined when it is heard. */
export function refuseAttempt(state: Throttle | null, now: Date): TooManyAttempts | undefined {
  const until = state?.blockedUntil;
  return until != null && until > now ? tooManyAttempts(until, now) : undefined;
}

/**
 * The state after one more failure. Once the limit is reached every further failure blocks, for longer each
 * time; a window that has passed without a block in force starts anew.
 */
export function countFailure(state: Throttle | null, rule: ThrottleRule, now: Date): Throttle {
  const isOver = state === null || secondsAfter(lastEventOf(state), rule.windowSeconds) <= now;
  const failures = isOver ? 1 : state.failures + 1;
  const over = failures - rule.failures;
  return {
    failures,
    windowStartedAt: isOver ? now : state.windowStartedAt,
    blockedUntil: over >= 0 ? secondsAfter(now, rule.blockSeconds(over)) : null,
  };
}

/** A window counts from its start, or from the end of its last block. */
function lastEventOf(state: Throttle): Date {
  return state.blockedUntil !== null && state.blockedUntil > state.windowStartedAt
    ? state.blockedUntil
    : state.windowStartedAt;
}
