import type { Actor } from '@voltpark/contracts';
import { invalidInput, notPermitted } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import { worksFor } from './permission.js';
import type { InvalidInput, NotPermitted } from './refusals.js';

/**
 * When something happened: now, or when a device or staff says it did, by a clock that may be a little ahead, and
 * with a delay of a device that was offline.
 */
export function happenedAt(
  reported: Date | null,
  {
    actor,
    tenantId,
    now,
  }: { readonly actor: Actor; readonly tenantId: string; readonly now: Date },
): Date | InvalidInput | NotPermitted {
  if (reported === null) return now;
  if (!worksFor(actor, tenantId)) {
    return notPermitted('Only devices and staff say when something happened.');
  }
  if (reported.getTime() > now.getTime() + limits.clockSkewMs) {
    return invalidInput('at', 'This lies in the future.');
  }
  if (reported.getTime() < now.getTime() - limits.reportedLateMs) {
    return invalidInput('at', 'This is more than 24 hours ago.');
  }
  return reported;
}
