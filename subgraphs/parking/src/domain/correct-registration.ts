import { accepted, invalidInput, notFound, refused, type Decision } from '@voltpark/kit/decision';
import { corrected, refuseReason, type Correction } from './correction.js';
import type { SessionCorrected } from './events.js';
import { vehicleAlreadyParked, type VehicleAlreadyParked } from './park-refusals.js';
import { mayWatch } from './permission.js';
import type { Registration } from './registration.js';
import type { OpenSession, ParkingSession } from './session.js';
import type { InvalidInput, NotFound } from './refusals.js';

export interface CorrectRegistrationState {
  readonly session: ParkingSession | null;
  /** The open stay of the right registration, anywhere. */
  readonly openSession: OpenSession | null;
  /** To whom the vehicle with the right registration is linked. */
  readonly customerId: string | null;
}

/** Gives a stay the registration that was misread, and with it its owner. What was seen of the vehicle stays. */
export function decideCorrectRegistration(
  { session, openSession, customerId }: CorrectRegistrationState,
  sessionId: string,
  registration: Registration,
  correction: Correction,
): Decision<SessionCorrected, VehicleAlreadyParked | NotFound | InvalidInput> {
  if (session === null || !mayWatch(correction.actor, session.tenantId)) {
    return refused(notFound('ParkingSession', sessionId));
  }
  const reasonFault = refuseReason(correction.reason);
  if (reasonFault !== null) return refused(reasonFault);
  if (session.status === 'MERGED') {
    return refused(
      invalidInput('sessionId', 'It is a part of another session; correct that one instead.'),
    );
  }
  const { normalised, written } = registration;
  if (session.registration === normalised && session.registrationWritten === written) {
    return accepted();
  }
  if (session.status === 'OPEN' && openSession !== null && openSession.id !== session.id) {
    const mayKnow = mayWatch(correction.actor, openSession.tenantId);
    const { facilityId, enteredAt: since } = openSession;
    return refused(vehicleAlreadyParked(mayKnow ? { facilityId, since } : null));
  }
  const after = {
    ...session,
    registration: normalised,
    registrationWritten: written,
    customerId: session.registration === normalised ? session.customerId : customerId,
  };
  return accepted(corrected('REGISTRATION', session, after, correction));
}
