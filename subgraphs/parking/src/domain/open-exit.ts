import {
  accepted,
  invalidInput,
  notPermitted,
  refused,
  type Decision,
} from '@voltpark/kit/decision';
import { corrected, refuseReason, type Correction } from './correction.js';
import { closed, type NotParked } from './leave.js';
import type { ForgottenClosed, ForgottenState } from './close-forgotten-session.js';
import { changeSlot } from './occupancy-change.js';
import { mayWatch } from './permission.js';
import type { InvalidInput, NotPermitted } from './refusals.js';

/**
 * Opens the exit for a vehicle of which the exit rule asks more than it has: for the operating staff, with a reason,
 * on record like every correction. The vehicle leaves as any other; what is owed is still owed.
 */
export function decideOpenExit(
  { session, slot, occupancy }: ForgottenState,
  leftAt: Date,
  correction: Correction,
): Decision<ForgottenClosed, NotParked | NotPermitted | InvalidInput> {
  if (session === null || slot === null || occupancy === null || session.status !== 'OPEN') {
    return refused({ type: 'NotParked', message: 'The vehicle is not inside.' });
  }
  if (!mayWatch(correction.actor, session.tenantId)) {
    return refused(notPermitted('Only the operating staff may open the exit for an unpaid stay.'));
  }
  const fault = refuseReason(correction.reason);
  if (fault !== null) return refused(invalidInput('overrideReason', fault.message));
  const left = closed(session, leftAt, 'LEFT');
  const record = corrected('EXIT_OPENED', { ...session, version: left.version }, left, correction);
  const release = changeSlot(occupancy, slot, 'AVAILABLE');
  return accepted({
    session: record.after,
    slot: release.slot,
    occupancy: release.occupancy,
    events: [{ type: 'VehicleLeft', session: left, slot: release.slot }, record, ...release.events],
  });
}
