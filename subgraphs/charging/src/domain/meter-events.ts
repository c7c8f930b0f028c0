import type { LiveProgress } from './progress.js';
import type { OpenSession } from './session.js';

/** How a session stands; throttled. */
export interface SessionUpdated {
  readonly type: 'SessionUpdated';
  readonly session: OpenSession;
  readonly progress: LiveProgress;
}
/** The battery is charged as far as drivers are told of; once a session. */
export interface SocThresholdReached {
  readonly type: 'SocThresholdReached';
  readonly session: OpenSession;
  readonly progress: LiveProgress;
  readonly reachedAt: Date;
}
/** A vehicle that had charged draws nothing any more; once a stretch. */
export interface IdleStarted {
  readonly type: 'IdleStarted';
  readonly session: OpenSession;
  readonly progress: LiveProgress;
  readonly idleSince: Date;
  /** When idling begins to cost something; null when it never does, as far as can be seen. */
  readonly feeFrom: Date | null;
}
/** What readings make of an open session. */
export type MeterEvent = SessionUpdated | SocThresholdReached | IdleStarted;
