import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import {
  changedSince,
  reasonOf,
  type Facility,
  type FacilityChanged,
  type FacilityEvent,
  type FacilityStatus,
  type Operation,
} from './facility.js';
import { limits } from './limits.js';
import { tidyText } from '@voltpark/contracts/names';

export interface SetFacilityStatus {
  readonly expectedVersion: number | undefined;
  readonly status: FacilityStatus;
  readonly reason: string | null;
}

export interface FacilityStatusNotAllowed {
  readonly type: 'FacilityStatusNotAllowed';
  readonly message: string;
  readonly from: FacilityStatus;
  readonly to: FacilityStatus;
  readonly allowed: readonly FacilityStatus[];
}

/** What may follow each status. What is out of business has nothing to repair for: it opens first. */
const successors: Readonly<Record<FacilityStatus, readonly FacilityStatus[]>> = {
  ACTIVE: ['INACTIVE', 'MAINTENANCE'],
  MAINTENANCE: ['ACTIVE', 'INACTIVE'],
  INACTIVE: ['ACTIVE'],
};

/** A facility is taken out of service or back in. The status and reason that it has already are no change. */
export function setFacilityStatus(
  facility: Facility,
  command: SetFacilityStatus,
  now: Date,
): Decision<
  FacilityEvent,
  FacilityChanged | FacilityStatusNotAllowed | ReturnType<typeof invalidInput>
> {
  const stale = changedSince(facility, command.expectedVersion);
  if (stale !== undefined) return refused(stale);
  const reason = command.reason === null ? null : tidyText(command.reason) || null;
  if (reason !== null && reason.length > limits.reasonCharacters) {
    return refused(
      invalidInput('reason', `A reason has at most ${limits.reasonCharacters} characters.`),
    );
  }
  const { status: previous } = facility.operation;
  const operation: Operation =
    command.status === 'ACTIVE' ? { status: 'ACTIVE' } : { status: command.status, reason };
  if (previous === operation.status) {
    if (reasonOf(facility.operation) === reasonOf(operation)) return accepted();
  } else if (!successors[previous].includes(operation.status)) {
    return refused(notAllowed(previous, operation.status));
  }
  return accepted({
    type: 'FacilityStatusChanged',
    previous,
    facility: { ...facility, operation, version: facility.version + 1, updatedAt: now },
  });
}

function notAllowed(from: FacilityStatus, to: FacilityStatus): FacilityStatusNotAllowed {
  const allowed = successors[from];
  const message = `A facility that is ${from} can become ${allowed.join(' or ')}, not ${to}.`;
  return { type: 'FacilityStatusNotAllowed', from, to, allowed, message };
}
