import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import { detailsRefusal, tidyDetails, type DetailsRefusal } from './facility-details.js';
import {
  changedSince,
  type Facility,
  type FacilityChanged,
  type FacilityDetails,
  type FacilityEvent,
} from './facility.js';
import { takenRefusal, type Taken, type TakenRefusal } from './taken.js';

/** What can be said anew. The currency cannot: prices and invoices hang on it. */
export type FacilityChanges = Partial<Omit<FacilityDetails, 'currency'>>;

export interface UpdateFacility {
  /** The version that the change is based on; undefined when the caller does not mind. */
  readonly expectedVersion: number | undefined;
  readonly changes: FacilityChanges;
}

/** The details that a facility would have after the changes, tidy; for looking up what is taken. */
export function changedDetails(facility: Facility, changes: FacilityChanges): FacilityDetails {
  return tidyDetails({ ...facility, ...changes });
}

/** A facility is described anew when nobody was faster and the whole still holds together. */
export function updateFacility(
  facility: Facility,
  command: UpdateFacility,
  known: { readonly now: Date; readonly taken: Taken },
): Decision<FacilityEvent, FacilityChanged | DetailsRefusal | TakenRefusal> {
  const details = changedDetails(facility, command.changes);
  const refusal =
    changedSince(facility, command.expectedVersion) ??
    detailsRefusal(details) ??
    takenRefusal(details, known.taken);
  if (refusal !== undefined) return refused(refusal);
  if (JSON.stringify(details) === JSON.stringify(tidyDetails(facility))) return accepted();
  return accepted({
    type: 'FacilityUpdated',
    facility: {
      ...facility,
      ...details,
      version: facility.version + 1,
      updatedAt: known.now,
    },
  });
}
