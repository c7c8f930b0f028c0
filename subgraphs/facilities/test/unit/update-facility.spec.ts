import { describe, expect, it } from 'vitest';
import { updateFacility, type FacilityChanges } from '../../src/domain/update-facility.js';
import { facility, noon } from '../support/builders.js';

const later = new Date('2026-05-02T10:00:00Z');
const free = { nameBy: null, externalIdBy: null };
const update = (changes: FacilityChanges, expectedVersion?: number) =>
  updateFacility(facility(), { changes, expectedVersion }, { now: later, taken: free });

describe('updating a facility', () => {
  it('changes what is said and nothing else', () => {
    expect(update({ name: 'Neumarkt' }, 3)).toEqual({
      outcome: 'accepted',
      events: [
        {
          type: 'FacilityUpdated',
          facility: facility({ name: 'Neumarkt', version: 4, updatedAt: later }),
        },
      ],
    });
  });

  it('keeps quiet when everything is so already', () => {
    expect(update({ name: ' Altmarkt ', evPolicy: 'STRICT' })).toEqual({
      outcome: 'accepted',
      events: [],
    });
  });

  it('refuses a change that is based on another version', () => {
    expect(update({ name: 'Neumarkt' }, 2)).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'FacilityChanged', expectedVersion: 2, currentVersion: 3 },
    });
  });

  it('refuses what would not hold together', () => {
    expect(update({ timeZone: 'Mars/Olympus' })).toMatchObject({
      refusal: { type: 'UnknownTimeZone' },
    });
  });

  it('refuses the name of another facility', () => {
    const decision = updateFacility(
      facility(),
      { changes: { name: 'Neumarkt' }, expectedVersion: undefined },
      { now: noon, taken: { nameBy: 'facility-2', externalIdBy: null } },
    );
    expect(decision).toMatchObject({
      refusal: { type: 'FacilityNameTaken', facilityId: 'facility-2' },
    });
  });
});
