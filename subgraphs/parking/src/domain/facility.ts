import type { Schedule } from '@voltpark/contracts/opening-times';
import type { EvPolicy } from './slot.js';

/** What parking knows of a facility: what it takes to admit a vehicle, or to say why not. */
export interface Facility extends Schedule {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'MAINTENANCE';
  readonly evPolicy: EvPolicy;
  /** Planned places of all sizes and kinds. */
  readonly capacity: number;
}

const earthRadiusMetres = 6_371_000;

/** Distance as the crow flies, by the haversine formula, in whole metres. */
export function distanceMetres(
  a: Pick<Facility, 'latitude' | 'longitude'>,
  b: Pick<Facility, 'latitude' | 'longitude'>,
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const latitudes = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const longitudes = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const h = latitudes + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * longitudes;
  return Math.round(2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h))));
}
