import { accepted, invalidInput, notFound, refused, type Decision } from '@voltpark/kit/decision';
import { corrected, refuseReason, type Correction } from './correction.js';
import type { SessionCorrected, SlotChanged, ThresholdCrossed, VehicleLeft } from './events.js';
import { closed } from './leave.js';
import { limits } from './limits.js';
import type { Occupancy } from './occupancy.js';
import { changeSlot } from './occupancy-change.js';
import { mayWatch } from './permission.js';
import type { ParkingSession } from './session.js';
import type { Slot } from './slot.js';
import type { InvalidInput, NotFound } from './refusals.js';

export interface SessionNotOpen {
  readonly type: 'SessionNotOpen';
  readonly message: string;
  readonly status: ParkingSession['status'];
}

export interface ForgottenState {
  readonly session: ParkingSession | null;
  readonly slot: Slot | null;
  readonly occupancy: Occupancy | null;
}

/** The session is closed and its slot free. */
export interface ForgottenClosed {
  readonly session: ParkingSession;
  readonly slot: Slot;
  readonly occupancy: Occupancy;
  readonly events: readonly (VehicleLeft | SessionCorrected | SlotChanged | ThresholdCrossed)[];
}

/** Closes a session whose vehicle left unseen: it left, as any other, and that it was not seen is on record. */
export function decideCloseForgotten(
  { session, slot, occupancy }: ForgottenState,
  sessionId: string,
  leftAt: Date,
  correction: Correction,
): Decision<ForgottenClosed, SessionNotOpen | NotFound | InvalidInput> {
  if (session === null || !mayWatch(correction.actor, session.tenantId)) {
    return refused(notFound('ParkingSession', sessionId));
  }
  const reasonFault = refuseReason(correction.reason);
  if (reasonFault !== null) return refused(reasonFault);
  if (session.status !== 'OPEN' || slot === null || occupancy === null) {
    const message = 'The session is not open any more.';
    return refused({ type: 'SessionNotOpen', message, status: session.status });
  }
  if (leftAt < session.enteredAt) {
    return refused(invalidInput('leftAt', 'This is before the vehicle entered.'));
  }
  if (leftAt.getTime() > correction.at.getTime() + limits.clockSkewMs) {
    return refused(invalidInput('leftAt', 'This lies in the future.'));
  }
  const left = closed(session, leftAt, 'FORGOTTEN');
  const record = corrected('FORGOTTEN', { ...session, version: left.version }, left, correction);
  const release = changeSlot(occupancy, slot, 'AVAILABLE');
  return accepted({
    session: record.after,
    slot: release.slot,
    occupancy: release.occupancy,
    events: [{ type: 'VehicleLeft', session: left, slot: release.slot }, record, ...release.events],
  });
}
