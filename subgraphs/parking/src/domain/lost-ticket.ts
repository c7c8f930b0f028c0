import { accepted, notFound, notPermitted, refused, type Decision } from '@voltpark/kit/decision';
import { corrected, refuseReason, type Correction } from './correction.js';
import type { SessionCorrected } from './events.js';
import type { Facility } from './facility.js';
import type { NotParked } from './leave.js';
import { mayWatch } from './permission.js';
import type { ParkingSession } from './session.js';
import type { InvalidInput, NotFound, NotPermitted } from './refusals.js';

/** Notes that the ticket of a stay is lost; what that costs is for others to say. Noting it twice changes nothing. */
export function decideLostTicket(
  state: { readonly facility: Facility | null; readonly session: ParkingSession | null },
  facilityId: string,
  correction: Correction,
): Decision<SessionCorrected, NotParked | NotFound | NotPermitted | InvalidInput> {
  const { facility, session } = state;
  if (facility === null) return refused(notFound('Facility', facilityId));
  if (!mayWatch(correction.actor, facility.tenantId)) {
    return refused(notPermitted('The facility is not one of yours.'));
  }
  const reasonFault = refuseReason(correction.reason);
  if (reasonFault !== null) return refused(reasonFault);
  if (session === null || session.facilityId !== facilityId || session.status !== 'OPEN') {
    return refused({ type: 'NotParked', message: 'The vehicle is not inside this facility.' });
  }
  if (session.lostTicket) return accepted();
  return accepted(corrected('LOST_TICKET', session, { ...session, lostTicket: true }, correction));
}
