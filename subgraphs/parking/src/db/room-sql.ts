import { jsonRow } from './json-rows.js';
import { statement } from './statement.js';

export interface RoomParameters {
  readonly exceptId: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Classes that would do, from 1. */
  readonly slotClasses: readonly number[];
  readonly limit: number;
}

/**
 * Facilities in service with a free slot that would do, about the nearest first: on the scale of a city a plane
 * is near enough to choose by; the decision measures exactly.
 */
export const facilitiesWithRoom = statement<RoomParameters>(
  'parking_facilities_with_room',
  `SELECT ${jsonRow('facility', 'f')} AS facility, o.free
  FROM facility f JOIN facility_occupancy o ON o.facility_id = f.id
  WHERE f.id <> :exceptId AND f.status = 'ACTIVE'
    AND EXISTS (SELECT FROM unnest(:slotClasses::int[]) AS class WHERE o.free[class] > 0)
  ORDER BY (f.latitude - :latitude::float8) ^ 2
    + ((f.longitude - :longitude::float8) * cos(radians(:latitude::float8))) ^ 2
  LIMIT :limit`,
);
