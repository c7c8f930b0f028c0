/** A point on the earth in WGS 84, degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** A circle on the map. */
export interface Circle extends Position {
  readonly radiusMetres: number;
}

/** All points with a latitude in one range and a longitude in one of the ranges; two where the box crosses 180°. */
export interface BoundingBox {
  readonly latitudes: readonly [from: number, to: number];
  readonly longitudes: readonly (readonly [from: number, to: number])[];
}

/** Mean radius of the earth (IUGG). The database computes distances with the same number. */
export const earthRadiusMetres = 6_371_008.8;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** True for a point that exists. */
export function isOnEarth({ latitude, longitude }: Position): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

/** Great-circle distance by the haversine formula. */
export function distanceMetres(a: Position, b: Position): number {
  const half =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.sqrt(Math.min(1, half)));
}

/**
 * The smallest box, in degrees, that holds a circle: an index can search it before distances are computed.
 * A circle around a pole has every longitude; one that crosses 180° has two ranges of them.
 */
export function boundingBox(circle: Circle): BoundingBox {
  // A hair more than the circle, so that rounding never cuts a point off its rim.
  const angle = (circle.radiusMetres / earthRadiusMetres) * (1 + 1e-9) + 1e-9;
  const south = circle.latitude - degrees(angle);
  const north = circle.latitude + degrees(angle);
  const everyLongitude = [[-180, 180]] as const;
  if (south <= -90 || north >= 90) {
    return { latitudes: [Math.max(south, -90), Math.min(north, 90)], longitudes: everyLongitude };
  }
  // The meridians that touch the circle: asin(sin r / cos φ), wider than r / cos φ away from the equator.
  const reach = degrees(
    Math.asin(Math.min(1, Math.sin(angle) / Math.cos(radians(circle.latitude)))),
  );
  const west = circle.longitude - reach;
  const east = circle.longitude + reach;
  return { latitudes: [south, north], longitudes: wrapped(west, east) };
}

function wrapped(west: number, east: number): readonly (readonly [number, number])[] {
  if (east - west >= 360) return [[-180, 180]];
  if (west < -180)
    return [
      [west + 360, 180],
      [-180, east],
    ];
  if (east > 180)
    return [
      [west, 180],
      [-180, east - 360],
    ];
  return [[west, east]];
}
