import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveOf } from '../../src/charging-sessions/curve.js';

const anyEnds = fc.record({
  staySeconds: fc.integer({ min: 60, max: 10_000 }),
  energyWh: fc.integer({ min: 1, max: 300_000 }),
  maximumPowerW: fc.integer({ min: 1_000, max: 350_000 }),
  socAtArrival: fc.integer({ min: 0, max: 50 }),
  socAtDeparture: fc.integer({ min: 50, max: 100 }),
});

describe('The course of a charging session', () => {
  it('holds the greatest power, then lets it fall', () => {
    const points = curveOf(
      {
        staySeconds: 3_600,
        energyWh: 75_000,
        maximumPowerW: 100_000,
        socAtArrival: 10,
        socAtDeparture: 85,
      },
      900,
    );
    expect(points).toEqual([
      { second: 0, energyWh: 0, powerW: 100_000, socPercent: 10 },
      { second: 900, energyWh: 25_000, powerW: 100_000, socPercent: 35 },
      { second: 1_800, energyWh: 50_000, powerW: 100_000, socPercent: 60 },
      { second: 2_700, energyWh: 68_750, powerW: 50_000, socPercent: 78.75 },
      { second: 3_600, energyWh: 75_000, powerW: 0, socPercent: 85 },
    ]);
  });

  it('idles at the end when little was charged', () => {
    const points = curveOf(
      {
        staySeconds: 3_600,
        energyWh: 10_000,
        maximumPowerW: 40_000,
        socAtArrival: 70,
        socAtDeparture: 80,
      },
      600,
    );
    expect(points.map(({ energyWh }) => energyWh)).toEqual([
      0, 5_556, 8_889, 10_000, 10_000, 10_000, 10_000,
    ]);
  });

  it('ends at the energy and state of charge of the session, never falls, and begins at nothing', () => {
    fc.assert(
      fc.property(anyEnds, fc.integer({ min: 1, max: 600 }), (ends, step) => {
        const points = curveOf(ends, step);
        expect(points[0]).toMatchObject({ second: 0, energyWh: 0, socPercent: ends.socAtArrival });
        expect(points.at(-1)).toMatchObject({
          second: ends.staySeconds,
          energyWh: ends.energyWh,
          socPercent: ends.socAtDeparture,
        });
        for (const [index, point] of points.entries()) {
          const before = points[index - 1];
          if (before === undefined) continue;
          expect(point.energyWh).toBeGreaterThanOrEqual(before.energyWh);
          expect(point.socPercent).toBeGreaterThanOrEqual(before.socPercent);
          expect(point.second).toBeGreaterThan(before.second);
        }
      }),
    );
  });
});
