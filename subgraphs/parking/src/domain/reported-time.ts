import { invalidInput } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import type { InvalidInput } from './refusals.js';

/**
 * Whether the instant that a gate reports can be: not in the future beyond the skew of clocks, not older than
 * a gate may be offline, and not before the last that is known. Null when it can.
 */
export function refuseTimeTravel(
  field: string,
  at: Date,
  now: Date,
  lastKnown: Date | null,
): InvalidInput | null {
  if (at.getTime() > now.getTime() + limits.clockSkewMs) {
    return invalidInput(field, 'This lies in the future.');
  }
  if (at.getTime() < now.getTime() - limits.reportedLateMs) {
    return invalidInput(field, 'This is more than 24 hours ago; correct the session instead.');
  }
  if (lastKnown !== null && at < lastKnown) {
    return invalidInput(
      field,
      `This is before ${lastKnown.toISOString()}, the last that is known of the vehicle.`,
    );
  }
  return null;
}
