import { accepted, notFound, refused, type Decision } from '@voltpark/kit/decision';
import { corrected, refuseReason, type Correction } from './correction.js';
import type { SessionCorrected } from './events.js';
import { paidUpTo } from './exit.js';
import { limits } from './limits.js';
import { mayWatch } from './permission.js';
import type { ClosedSession, MergedSession, OpenSession, ParkingSession } from './session.js';
import type { InvalidInput, NotFound } from './refusals.js';

export type MergeObstacle =
  | 'SAME_SESSION'
  | 'OTHER_VEHICLE'
  | 'OTHER_FACILITY'
  | 'ALREADY_MERGED'
  | 'ABSORBED_IS_OPEN'
  | 'TOO_FAR_APART';

export interface SessionsNotMergeable {
  readonly type: 'SessionsNotMergeable';
  readonly message: string;
  readonly obstacle: MergeObstacle;
}

const obstacles: Readonly<Record<MergeObstacle, string>> = {
  SAME_SESSION: 'A session cannot be merged with itself.',
  OTHER_VEHICLE: 'The sessions are of different vehicles; correct a misread registration first.',
  OTHER_FACILITY: 'The sessions are at different facilities.',
  ALREADY_MERGED: 'One of the sessions was merged before.',
  ABSORBED_IS_OPEN: 'The open session must be the one that stays.',
  TOO_FAR_APART: 'There are more than 12 hours between the sessions.',
};

/**
 * Makes one stay of two sessions of a vehicle: the one that stays covers the time of both and what lies between,
 * the other becomes a part of it. The one that stays keeps its slot and its end, should it be open.
 */
export function decideMerge(
  state: { readonly session: ParkingSession | null; readonly absorbed: ParkingSession | null },
  ids: { readonly sessionId: string; readonly absorbedSessionId: string },
  correction: Correction & { readonly absorbedCorrectionId: string },
): Decision<SessionCorrected, SessionsNotMergeable | NotFound | InvalidInput> {
  const { session, absorbed } = state;
  if (session === null || !mayWatch(correction.actor, session.tenantId)) {
    return refused(notFound('ParkingSession', ids.sessionId));
  }
  if (absorbed === null || !mayWatch(correction.actor, absorbed.tenantId)) {
    return refused(notFound('ParkingSession', ids.absorbedSessionId));
  }
  const reasonFault = refuseReason(correction.reason);
  if (reasonFault !== null) return refused(reasonFault);
  const obstacle = obstacleBetween(session, absorbed);
  if (obstacle !== null || session.status === 'MERGED' || absorbed.status !== 'CLOSED') {
    const known = obstacle ?? 'ALREADY_MERGED';
    return refused({ type: 'SessionsNotMergeable', message: obstacles[known], obstacle: known });
  }
  const { id, version } = absorbed;
  const { leftAt: _left, ending: _ending, ...stay } = absorbed;
  const part: MergedSession = { ...stay, status: 'MERGED', mergedIntoId: session.id, version };
  return accepted(
    corrected('MERGED_FROM', session, union(session, absorbed), correction, id),
    corrected(
      'MERGED_INTO',
      absorbed,
      part,
      { ...correction, correctionId: correction.absorbedCorrectionId },
      session.id,
    ),
  );
}

function obstacleBetween(session: ParkingSession, absorbed: ParkingSession): MergeObstacle | null {
  if (session.id === absorbed.id) return 'SAME_SESSION';
  if (session.status === 'MERGED' || absorbed.status === 'MERGED') return 'ALREADY_MERGED';
  if (session.facilityId !== absorbed.facilityId) return 'OTHER_FACILITY';
  if (session.registration !== absorbed.registration) return 'OTHER_VEHICLE';
  if (absorbed.status === 'OPEN') return 'ABSORBED_IS_OPEN';
  return gapMs(session, absorbed) > limits.mergeGapMs ? 'TOO_FAR_APART' : null;
}

/** Time between the end of the earlier and the beginning of the later; negative when they overlap. */
function gapMs(session: OpenSession | ClosedSession, absorbed: ClosedSession): number {
  if (session.status === 'OPEN' || absorbed.enteredAt <= session.enteredAt) {
    return session.enteredAt.getTime() - absorbed.leftAt.getTime();
  }
  return absorbed.enteredAt.getTime() - session.leftAt.getTime();
}

function union(
  session: OpenSession | ClosedSession,
  absorbed: ClosedSession,
): OpenSession | ClosedSession {
  const enteredAt = absorbed.enteredAt < session.enteredAt ? absorbed.enteredAt : session.enteredAt;
  const lostTicket = session.lostTicket || absorbed.lostTicket;
  const paid = absorbed.paidUntil === null ? session : paidUpTo(session, absorbed.paidUntil);
  const { paidUntil } = paid;
  if (session.status === 'OPEN') return { ...session, enteredAt, lostTicket, paidUntil };
  const leftAt = absorbed.leftAt > session.leftAt ? absorbed.leftAt : session.leftAt;
  return { ...session, enteredAt, lostTicket, paidUntil, leftAt };
}
