import { describe, expect, it } from 'vitest';
import type { FacilityDetails } from '../../src/domain/facility.js';
import { registerFacility } from '../../src/domain/register-facility.js';
import type { Taken } from '../../src/domain/taken.js';
import { details, noon } from '../support/builders.js';

const free: Taken = { nameBy: null, externalIdBy: null };
const known = { id: 'facility-1', tenantId: 'tenant-1', now: noon, taken: free };
const register = (otherwise: Partial<FacilityDetails>, taken = free) =>
  registerFacility(details(otherwise), { ...known, taken });
const refusing = (refusal: object) => ({ outcome: 'refused', refusal });

describe('registering a facility', () => {
  it('lets it join, ACTIVE, with everything that was said', () => {
    expect(register({})).toEqual({
      outcome: 'accepted',
      events: [
        {
          type: 'FacilityRegistered',
          facility: {
            ...details(),
            id: 'facility-1',
            tenantId: 'tenant-1',
            operation: { status: 'ACTIVE' },
            version: 1,
            registeredAt: noon,
            updatedAt: noon,
          },
        },
      ],
    });
  });

  it('keeps names tidy, codes in capitals and zones as the IANA database writes them', () => {
    const decision = register({
      name: ' Am  Zwinger ',
      currency: 'eur',
      timeZone: 'europe/berlin',
      capacity: [
        { size: 'STANDARD', kind: 'ICE', places: 10 },
        { size: 'LARGE', kind: 'EV', places: 0 },
      ],
      openingPeriods: [{ day: 1, opens: '08:00:00', closes: '20:00' }],
      address: { street: 'Am Zwinger 1', postalCode: ' 01067 ', city: 'Dresden', country: 'de' },
    });
    expect(decision).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          facility: {
            name: 'Am Zwinger',
            currency: 'EUR',
            timeZone: 'Europe/Berlin',
            capacity: [{ size: 'STANDARD', kind: 'ICE', places: 10 }],
            openingPeriods: [{ day: 1, opens: '08:00', closes: '20:00' }],
            address: { postalCode: '01067', country: 'DE' },
          },
        },
      ],
    });
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(121) }, 'name'],
    [{ externalId: '' }, 'externalId'],
    [{ externalId: 'x'.repeat(65) }, 'externalId'],
    [{ capacity: [] }, 'capacity'],
    [{ capacity: [{ size: 'LARGE', kind: 'EV', places: 0 }] }, 'capacity'],
    [{ capacity: [{ size: 'LARGE', kind: 'EV', places: 100_001 }] }, 'capacity'],
    [{ capacity: [{ size: 'LARGE', kind: 'EV', places: -1 }] }, 'capacity.0.places'],
    [{ capacity: [{ size: 'LARGE', kind: 'EV', places: 1.5 }] }, 'capacity.0.places'],
    [{ address: { ...details().address, street: '' } }, 'address.street'],
    [{ address: { ...details().address, city: '' } }, 'address.city'],
    [{ address: { ...details().address, postalCode: 'x'.repeat(17) } }, 'address.postalCode'],
    [{ address: { ...details().address, country: 'XX' } }, 'address.country'],
    [{ address: { ...details().address, country: 'Germany' } }, 'address.country'],
    [{ openingPeriods: [{ day: 8, opens: '08:00', closes: '20:00' }] }, 'openingPeriods.0.day'],
    [{ openingPeriods: [{ day: 1, opens: '24:00', closes: '08:00' }] }, 'openingPeriods.0.opens'],
    [{ openingPeriods: [{ day: 1, opens: '8', closes: '20:00' }] }, 'openingPeriods.0.opens'],
    [{ openingPeriods: [{ day: 1, opens: '08:00', closes: '08:00' }] }, 'openingPeriods.0.closes'],
    [{ openingPeriods: [{ day: 1, opens: '08:00', closes: '25:00' }] }, 'openingPeriods.0.closes'],
    [{ specialDays: [{ date: '2026-02-30', name: 'Never', hours: [] }] }, 'specialDays.0.date'],
    [{ specialDays: [{ date: '2026-12-25', name: '', hours: [] }] }, 'specialDays.0.name'],
    [
      {
        specialDays: [
          { date: '2026-12-25', name: 'Christmas', hours: [] },
          { date: '2026-12-25', name: 'Christmas again', hours: [] },
        ],
      },
      'specialDays.1.date',
    ],
  ] satisfies [Partial<FacilityDetails>, string][])('refuses %j', (otherwise, field) => {
    expect(register(otherwise)).toMatchObject(refusing({ type: 'InvalidInput', field }));
  });

  it('counts a combination of size and kind once', () => {
    const capacity = [1, 2].map((places) => ({ size: 'LARGE', kind: 'EV', places }) as const);
    expect(register({ capacity })).toMatchObject(
      refusing({ type: 'InvalidInput', field: 'capacity.1' }),
    );
  });

  it.each([
    [90.01, 0],
    [-91, 0],
    [0, 180.5],
    [0, -181],
    [Number.NaN, 0],
    [0, Number.POSITIVE_INFINITY],
  ])('refuses the position %d, %d', (latitude, longitude) => {
    expect(register({ position: { latitude, longitude } })).toMatchObject(
      refusing({ type: 'CoordinatesOutOfRange', latitude, longitude }),
    );
  });

  it.each(['Mars/Olympus', '+02:00', '', 'CET2'])('refuses the time zone "%s"', (timeZone) => {
    expect(register({ timeZone })).toMatchObject(refusing({ type: 'UnknownTimeZone', timeZone }));
  });

  it.each(['EURO', 'E', 'ZZZ'])('refuses the currency "%s"', (currency) => {
    expect(register({ currency })).toMatchObject(refusing({ type: 'UnknownCurrency', currency }));
  });

  it('refuses a name that another facility of the tenant has', () => {
    expect(register({}, { ...free, nameBy: 'facility-9' })).toMatchObject(
      refusing({ type: 'FacilityNameTaken', name: 'Altmarkt', facilityId: 'facility-9' }),
    );
  });

  it('refuses an external id that another facility of the tenant has', () => {
    expect(
      register({ externalId: 'altmarkt' }, { nameBy: 'facility-9', externalIdBy: 'facility-8' }),
    ).toMatchObject(
      refusing({ type: 'ExternalIdTaken', externalId: 'altmarkt', facilityId: 'facility-8' }),
    );
  });
});
