import type { Actor } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import type { CorrectionKind, SessionCorrected } from './events.js';
import { limits } from './limits.js';
import type { ParkingSession } from './session.js';
import type { InvalidInput } from './refusals.js';

/** Who corrects, why and when. */
export interface Correction {
  readonly actor: Actor;
  readonly correctionId: string;
  readonly reason: string;
  readonly at: Date;
}

/** A reason that says something, or what is wrong with it. */
export function refuseReason(reason: string): InvalidInput | null {
  const length = reason.trim().length;
  if (length >= 1 && length <= limits.reasonLength) return null;
  return invalidInput('reason', `A reason has 1 to ${limits.reasonLength} characters.`);
}

/** The record of a correction: the session before and after it, one version on. */
export function corrected(
  kind: CorrectionKind,
  before: ParkingSession,
  after: ParkingSession,
  correction: Correction,
  otherSessionId: string | null = null,
): SessionCorrected {
  return {
    type: 'SessionCorrected',
    correctionId: correction.correctionId,
    kind,
    before,
    after: { ...after, version: before.version + 1 },
    otherSessionId,
    reason: correction.reason.trim(),
    correctedBy: correction.actor.id,
    correctedAt: correction.at,
  };
}
