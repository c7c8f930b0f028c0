import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundingBox,
  distanceMetres,
  earthRadiusMetres,
  isOnEarth,
  type Position,
} from '../../src/domain/geography.js';

/** Evenly spread: doubles of fast-check's own are nearly all next to nought. */
const evenly = (limit: number) =>
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((share) => (share / 1_000_000) * limit);
const position = fc.record({ latitude: evenly(90), longitude: evenly(180) });

/**
 * The point at a distance from another in a direction, radians from north. Its angles come of its three coordinates by
 * `atan2`: at a pole the `asin` of a sine next to 1 would be decimetres off.
 */
function destination(from: Position, bearing: number, metres: number): Position {
  const angle = metres / earthRadiusMetres;
  const latitude = (from.latitude * Math.PI) / 180;
  const [ahead, aside] = [Math.sin(angle) * Math.cos(bearing), Math.sin(angle) * Math.sin(bearing)];
  const axis = Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * ahead;
  const outwards = Math.cos(latitude) * Math.cos(angle) - Math.sin(latitude) * ahead;
  const east = from.longitude + (Math.atan2(aside, outwards) * 180) / Math.PI;
  return {
    latitude: (Math.atan2(axis, Math.hypot(outwards, aside)) * 180) / Math.PI,
    longitude: east > 180 ? east - 360 : east < -180 ? east + 360 : east,
  };
}

describe('distance', () => {
  it('agrees with known ones', () => {
    const dresden = { latitude: 51.0504, longitude: 13.7373 };
    const berlin = { latitude: 52.52, longitude: 13.405 };
    expect(distanceMetres(dresden, berlin) / 1000).toBeCloseTo(165, -1);
    const quarter = distanceMetres({ latitude: 0, longitude: 0 }, { latitude: 90, longitude: 0 });
    expect(quarter / 1000).toBeCloseTo(10_007.6, 0);
  });

  it('is the same in both directions, and nought to itself', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(distanceMetres(a, b)).toBeCloseTo(distanceMetres(b, a), 3);
        expect(distanceMetres(a, a)).toBe(0);
      }),
    );
  });
});

describe('the bounding box', () => {
  it('holds every point of its circle, at the poles and across 180° too', () => {
    const circle = fc.tuple(position, fc.integer({ min: 1, max: 500_000 }));
    const bearing = evenly(Math.PI);
    const share = fc.oneof(fc.constant(0.999_999), evenly(1).map(Math.abs));
    fc.assert(
      fc.property(circle, bearing, share, ([centre, radiusMetres], towards, part) => {
        const point = destination(centre, towards, radiusMetres * part);
        const { latitudes, longitudes } = boundingBox({ ...centre, radiusMetres });
        const { latitude, longitude } = point;
        expect(latitude).toBeGreaterThanOrEqual(latitudes[0]);
        expect(latitude).toBeLessThanOrEqual(latitudes[1]);
        expect(longitudes.some(([west, east]) => west <= longitude && longitude <= east)).toBe(
          true,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('is small for a small circle', () => {
    const box = boundingBox({ latitude: 51, longitude: 13.7, radiusMetres: 1_000 });
    expect(box.latitudes[1] - box.latitudes[0]).toBeCloseTo(0.018, 3);
    expect(box.longitudes).toHaveLength(1);
  });

  it('has two ranges of longitudes where it crosses 180°', () => {
    const { longitudes } = boundingBox({ latitude: 0, longitude: 179.99, radiusMetres: 10_000 });
    expect(longitudes).toHaveLength(2);
  });
});

describe('a point on the earth', () => {
  it.each([
    [90, 180, true],
    [-90, -180, true],
    [90.000001, 0, false],
    [0, Number.NaN, false],
  ])('%d, %d: %s', (latitude, longitude, expected) => {
    expect(isOnEarth({ latitude, longitude })).toBe(expected);
  });
});
