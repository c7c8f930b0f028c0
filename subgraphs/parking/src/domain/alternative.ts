import { isWithinOpeningHours } from '@voltpark/contracts/opening-times';
import { distanceMetres, type Facility } from './facility.js';
import { classIndexOf, preferredClasses, type VehicleNeeds } from './slot.js';

/** A facility and its free slots by class, as they were a moment ago. */
export interface FacilityWithRoom {
  readonly facility: Facility;
  readonly free: readonly number[];
}

/** The nearest facility that is open and has a free slot for the vehicle by its own EV rule. */
export function nearestAlternative(
  from: Pick<Facility, 'latitude' | 'longitude'>,
  candidates: readonly FacilityWithRoom[],
  vehicle: VehicleNeeds,
  at: Date,
): { readonly facilityId: string; readonly distanceMetres: number } | null {
  const nearest = candidates
    .map((candidate) => ({ ...candidate, metres: distanceMetres(from, candidate.facility) }))
    .sort((a, b) => a.metres - b.metres)
    .find(
      ({ facility, free }) =>
        facility.status === 'ACTIVE' &&
        preferredClasses(vehicle, facility.evPolicy).some(
          (slotClass) => (free[classIndexOf(slotClass)] ?? 0) > 0,
        ) &&
        isWithinOpeningHours(facility, at),
    );
  return nearest === undefined
    ? null
    : { facilityId: nearest.facility.id, distanceMetres: nearest.metres };
}
