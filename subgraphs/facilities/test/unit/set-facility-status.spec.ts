import { describe, expect, it } from 'vitest';
import type { FacilityStatus, Operation } from '../../src/domain/facility.js';
import { setFacilityStatus } from '../../src/domain/set-facility-status.js';
import { facility, noon } from '../support/builders.js';

const operationOf = (status: FacilityStatus): Operation =>
  status === 'ACTIVE' ? { status } : { status, reason: null };
const set = (from: FacilityStatus, status: FacilityStatus, reason: string | null = null) =>
  setFacilityStatus(
    facility({ operation: operationOf(from) }),
    { status, reason, expectedVersion: undefined },
    noon,
  );

describe('setting the status of a facility', () => {
  it.each([
    ['ACTIVE', 'MAINTENANCE'],
    ['ACTIVE', 'INACTIVE'],
    ['MAINTENANCE', 'ACTIVE'],
    ['MAINTENANCE', 'INACTIVE'],
    ['INACTIVE', 'ACTIVE'],
  ] as const)('takes it from %s to %s', (from, to) => {
    expect(set(from, to)).toEqual({
      outcome: 'accepted',
      events: [
        {
          type: 'FacilityStatusChanged',
          previous: from,
          facility: facility({ operation: operationOf(to), version: 4 }),
        },
      ],
    });
  });

  it('refuses to maintain what is out of business', () => {
    expect(set('INACTIVE', 'MAINTENANCE')).toMatchObject({
      refusal: { type: 'FacilityStatusNotAllowed', from: 'INACTIVE', allowed: ['ACTIVE'] },
    });
  });

  it('keeps the reason, tidy, until it is ACTIVE again', () => {
    expect(set('ACTIVE', 'MAINTENANCE', ' new  roof ')).toMatchObject({
      events: [{ facility: { operation: { status: 'MAINTENANCE', reason: 'new roof' } } }],
    });
    const active = set('MAINTENANCE', 'ACTIVE', 'roof is done');
    expect(active).toMatchObject({ events: [{ facility: { operation: { status: 'ACTIVE' } } }] });
  });

  it('takes another reason for the same status', () => {
    expect(set('MAINTENANCE', 'MAINTENANCE', 'new lift')).toMatchObject({
      events: [{ previous: 'MAINTENANCE', facility: { operation: { reason: 'new lift' } } }],
    });
  });

  it.each(['ACTIVE', 'MAINTENANCE', 'INACTIVE'] as const)('keeps quiet when it is %s', (status) => {
    expect(set(status, status)).toEqual({ outcome: 'accepted', events: [] });
  });

  it('refuses a reason that is too long', () => {
    expect(set('ACTIVE', 'INACTIVE', 'x'.repeat(201))).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'reason' },
    });
  });

  it('refuses a change that is based on another version', () => {
    const command = { status: 'INACTIVE', reason: null, expectedVersion: 1 } as const;
    expect(setFacilityStatus(facility(), command, noon)).toMatchObject({
      refusal: { type: 'FacilityChanged', expectedVersion: 1, currentVersion: 3 },
    });
  });
});
