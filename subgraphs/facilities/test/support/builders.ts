import { anonymous, scopesOf, type Actor, type Role } from '@voltpark/contracts';
import type { Facility, FacilityDetails } from '../../src/domain/facility.js';

/** A Friday noon in Dresden. */
export const noon = new Date('2026-05-01T10:00:00Z');

/** Details that hold together, with what a spec wants otherwise. */
export const details = (otherwise: Partial<FacilityDetails> = {}): FacilityDetails => ({
  externalId: null,
  name: 'Altmarkt',
  address: { street: 'Altmarkt 1', postalCode: '01067', city: 'Dresden', country: 'DE' },
  position: { latitude: 51.05067, longitude: 13.741789 },
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  capacity: [{ size: 'STANDARD', kind: 'ICE', places: 400 }],
  openingPeriods: [],
  specialDays: [],
  pricingStrategy: 'BASIC',
  evPolicy: 'STRICT',
  ...otherwise,
});

/** A facility that runs, with what a spec wants otherwise. */
export const facility = (otherwise: Partial<Facility> = {}): Facility => ({
  ...details(),
  id: 'facility-1',
  tenantId: 'tenant-1',
  operation: { status: 'ACTIVE' },
  version: 3,
  registeredAt: noon,
  updatedAt: noon,
  ...otherwise,
});

/** Somebody of a tenant, or of none, in a role. */
export function actor(role: Role, tenantId: string | null = null): Actor {
  return {
    ...anonymous,
    kind: 'PERSON',
    id: `${role.toLowerCase()}-of-${tenantId ?? 'voltpark'}`,
    roles: [role],
    scopes: scopesOf([role]),
    tenantId,
  };
}

export const admin: Actor = actor('ADMIN');
