import { describe, expect, it } from 'vitest';
import { targetInForce, versionInForce, type InForceAssignment } from '../../src/in-force.js';

const assigned = (
  assignmentId: string,
  targetId: string | null,
  effectiveFrom: string | Date,
  rest: Partial<InForceAssignment> = {},
): InForceAssignment => ({
  assignmentId,
  facilityId: 'f1',
  stationId: null,
  kind: 'TARIFF',
  targetId,
  effectiveFrom,
  ...rest,
});
const asked = (at: string, stationId: string | null = null) => ({
  kind: 'TARIFF' as const,
  facilityId: 'f1',
  stationId,
  at,
});

describe('the target in force', () => {
  const assignments = [
    assigned('a2', 'later', '2026-06-01T00:00:00Z'),
    assigned('a1', 'first', new Date('2026-05-01T00:00:00Z')),
    assigned('a3', 'elsewhere', '2026-05-01T00:00:00Z', { facilityId: 'f2' }),
    assigned('a4', 'plan', '2026-05-01T00:00:00Z', { kind: 'RATE_PLAN' }),
    assigned('a5', 'station', '2026-05-10T00:00:00Z', { stationId: 's1' }),
    assigned('a6', null, '2026-05-20T00:00:00Z', { stationId: 's1' }),
  ];

  it('is the latest that has begun, from its first instant on', () => {
    expect(targetInForce(assignments, asked('2026-04-30T23:59:59Z'))).toBeNull();
    expect(targetInForce(assignments, asked('2026-05-01T00:00:00Z'))).toBe('first');
    expect(targetInForce(assignments, asked('2026-05-31T23:59:59.999Z'))).toBe('first');
    expect(targetInForce(assignments, asked('2026-06-01T00:00:00+00:00'))).toBe('later');
  });

  it('is the own one of a station before that of its facility', () => {
    expect(targetInForce(assignments, asked('2026-05-09T00:00:00Z', 's1'))).toBe('first');
    expect(targetInForce(assignments, asked('2026-05-10T00:00:00Z', 's1'))).toBe('station');
    expect(targetInForce(assignments, asked('2026-05-10T00:00:00Z', 's2'))).toBe('first');
  });

  it('is the facility’s again once the station’s was taken away', () => {
    expect(targetInForce(assignments, asked('2026-05-20T00:00:00Z', 's1'))).toBe('first');
    expect(targetInForce(assignments, asked('2026-06-20T00:00:00Z', 's1'))).toBe('later');
  });

  it('is nothing once the facility’s was taken away', () => {
    const taken = [...assignments, assigned('a7', null, '2026-07-01T00:00:00Z')];
    expect(targetInForce(taken, asked('2026-07-01T00:00:00Z'))).toBeNull();
  });

  it('of two from the same instant is the one made later, in whatever order they are known', () => {
    const two = [
      assigned('b1', 'one', '2026-05-01T00:00:00Z'),
      assigned('b2', 'two', '2026-05-01T00:00:00Z'),
    ];
    expect(targetInForce(two, asked('2026-05-02T00:00:00Z'))).toBe('two');
    expect(targetInForce(two.toReversed(), asked('2026-05-02T00:00:00Z'))).toBe('two');
  });
});

describe('the version in force', () => {
  const versions = [
    { number: 1, effectiveFrom: '2026-05-01T00:00:00Z' },
    { number: 3, effectiveFrom: '2026-06-01T00:00:00Z' },
    { number: 2, effectiveFrom: new Date('2026-06-01T00:00:00Z') },
  ];

  it('is the latest that has begun; of two at once the greater number', () => {
    expect(versionInForce(versions, '2026-04-01T00:00:00Z')).toBeNull();
    expect(versionInForce(versions, new Date('2026-05-31T00:00:00Z'))?.number).toBe(1);
    expect(versionInForce(versions, '2026-06-01T00:00:00Z')?.number).toBe(3);
    expect(versionInForce(versions.toReversed(), '2026-06-01T00:00:00Z')?.number).toBe(3);
  });
});
