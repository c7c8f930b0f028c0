import type { FinalSession } from './session.js';

/** A finished session with what was set right of it: its next record. */
export function corrected<Session extends FinalSession>(
  session: Session,
  change: Partial<Pick<FinalSession, 'registration' | 'customerId'>>,
): Session {
  return {
    ...session,
    ...change,
    revision: session.revision + 1,
    version: session.version + 1,
  };
}
