import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import {
  currencyRefusal,
  detailsRefusal,
  tidyDetails,
  type DetailsRefusal,
  type UnknownCurrency,
} from './facility-details.js';
import type { FacilityDetails, FacilityEvent } from './facility.js';
import { takenRefusal, type Taken, type TakenRefusal } from './taken.js';

/** What is known when a facility wants to join. */
export interface RegistrationSurroundings {
  /** The id that the new facility gets. */
  readonly id: string;
  readonly tenantId: string;
  readonly now: Date;
  /** What other facilities of the tenant already have. */
  readonly taken: Taken;
}

/** A facility joins, ACTIVE, when its details hold together and its names are its own. */
export function registerFacility(
  command: FacilityDetails,
  known: RegistrationSurroundings,
): Decision<FacilityEvent, DetailsRefusal | UnknownCurrency | TakenRefusal> {
  const details = tidyDetails(command);
  const refusal =
    detailsRefusal(details) ?? currencyRefusal(details) ?? takenRefusal(details, known.taken);
  if (refusal !== undefined) return refused(refusal);
  return accepted({
    type: 'FacilityRegistered',
    facility: {
      ...details,
      id: known.id,
      tenantId: known.tenantId,
      operation: { status: 'ACTIVE' },
      version: 1,
      registeredAt: known.now,
      updatedAt: known.now,
    },
  });
}
