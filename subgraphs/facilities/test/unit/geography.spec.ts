import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundingBox, distanceMetres, isOnEarth } from '../../src/domain/geography.js';

const coordinate = (limit: number) =>
  fc.double({ min: -limit, max: limit, noNaN: true, noDefaultInfinity: true });
const position = fc.record({ latitude: coordinate(90), longitude: coordinate(180) });

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
    // Points near the circle by construction, as two independent ones hardly ever are near each other.
    const offset = fc.tuple(coordinate(6), coordinate(180));
    fc.assert(
      fc.property(circle, offset, ([centre, radiusMetres], [north, east]) => {
        const longitude = ((((centre.longitude + east + 180) % 360) + 360) % 360) - 180;
        const point = {
          latitude: Math.max(-90, Math.min(90, centre.latitude + north)),
          longitude,
        };
        fc.pre(distanceMetres(centre, point) <= radiusMetres);
        const { latitudes, longitudes } = boundingBox({ ...centre, radiusMetres });
        expect(point.latitude).toBeGreaterThanOrEqual(latitudes[0]);
        expect(point.latitude).toBeLessThanOrEqual(latitudes[1]);
        expect(longitudes.some(([west, to]) => west <= longitude && longitude <= to)).toBe(true);
      }),
      { numRuns: 2_000, maxSkipsPerRun: 1_000 },
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
