import { describe, expect, it } from 'vitest';
import { registerTenant } from '../../src/domain/tenant.js';
import { noon } from '../support/builders.js';

const known = { id: 'tenant-1', now: noon, isNameTaken: false };

describe('registering a tenant', () => {
  it('lets it join under its tidy name', () => {
    expect(registerTenant({ name: '  Parkhaus   Dresden\n' }, known)).toEqual({
      outcome: 'accepted',
      events: [
        {
          type: 'TenantRegistered',
          tenant: { id: 'tenant-1', name: 'Parkhaus Dresden', version: 1, registeredAt: noon },
        },
      ],
    });
  });

  it.each([[''], ['   '], ['x'.repeat(121)]])('refuses the name "%s"', (name) => {
    expect(registerTenant({ name }, known)).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'InvalidInput', field: 'name' },
    });
  });

  it('refuses a name that another tenant has', () => {
    expect(
      registerTenant({ name: 'Saxon Parking' }, { ...known, isNameTaken: true }),
    ).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'TenantNameTaken', name: 'Saxon Parking' },
    });
  });
});
