import { describe, expect, it } from 'vitest';
import type { Health } from '../../src/domain/device.js';
import { certainBurn, serviceLevel } from '../../src/domain/slo.js';

const now = new Date('2027-03-31T00:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const period = (health: Health, from: number, to: number | null, deviceId = 'a') => ({
  ...{ deviceId, health, from: ago(from), to: to === null ? null : ago(to) },
});
const objective = { targetMilli: 99_000, windowDays: 10 };

describe('a service level', () => {
  it('counts what works in part as working, and neither maintenance nor the time before the first word', () => {
    const level = serviceLevel(
      [
        ...[period('UNKNOWN', 300, 240), period('HEALTHY', 240, 140), period('DEGRADED', 140, 101)],
        ...[
          period('UNHEALTHY', 101, 100),
          period('MAINTENANCE', 100, 60),
          period('HEALTHY', 60, null),
        ],
      ],
      objective,
      now,
    );
    expect(level).toMatchObject({
      measuredSeconds: 200 * 3_600,
      downSeconds: 3_600,
      availability: 0.995,
    });
    expect(level.budgetRemainingSeconds).toBeCloseTo(3_600);
  });

  it('looks at all devices together, and at nothing before its window', () => {
    const level = serviceLevel(
      [
        period('UNHEALTHY', 999, 240),
        period('HEALTHY', 240, null),
        period('HEALTHY', 40, null, 'b'),
      ],
      objective,
      now,
    );
    expect(level).toMatchObject({ deviceCount: 2, availability: 1, measuredSeconds: 280 * 3_600 });
  });

  it('burns for certain when it did for an hour and for six', () => {
    const short = serviceLevel(
      [period('HEALTHY', 100, 0.5), period('UNHEALTHY', 0.5, null)],
      objective,
      now,
    );
    expect(short.burnRateHour).toBeCloseTo(50);
    expect(certainBurn(short)).toBeCloseTo(100 / 12);
    const past = serviceLevel(
      [period('UNHEALTHY', 5, 2), period('HEALTHY', 2, null)],
      objective,
      now,
    );
    expect(certainBurn(past)).toBe(0);
  });

  it('says nothing where nothing was measured', () => {
    const level = serviceLevel([period('MAINTENANCE', 100, null)], objective, now);
    expect(level).toMatchObject({ availability: null, burnRateHour: null, budgetSeconds: 0 });
  });
});
