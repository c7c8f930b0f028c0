import { describe, expect, it } from 'vitest';
import { auditOf } from '../../src/domain/audit.js';
import type { AccountsEvent } from '../../src/domain/events.js';
import { auditOfForeign, type ForeignChange } from '../../src/domain/foreign-change.js';
import { activeStaff, invitedStaff, now, paymentMethod, vehicle } from '../support/builders.js';

const apiKey = {
  id: 'key-1',
  tenantId: 'tenant-1',
  role: 'DEVICE',
  name: 'Camera of Anna Becker',
  scopes: ['parking:count'],
  secretHash: 'SECRET',
  issuedBy: 'op',
  issuedAt: now,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
} as const;
const customer = {
  id: 'anna',
  accountId: 'account-1',
  displayName: 'Anna Becker',
  email: 'anna@example.org',
  locale: 'de',
  phone: '+493511234567',
  createdAt: now,
  version: 1,
};
const account = activeStaff({
  email: 'anna@example.org',
  displayName: 'Anna Becker',
  passwordHash: 'SECRET',
});
const method = paymentMethod({ token: 'SECRET' });
const car = vehicle({ registration: 'SECRET1', registrationAsWritten: 'SECRET 1' });

const everything: AccountsEvent[] = [
  { type: 'CustomerSignedUp', account, customer },
  { type: 'IdentityLinked', account, issuer: 'https://login.example', subject: 'SECRET' },
  { type: 'ProfileUpdated', customer, changedFields: ['displayName', 'phone'] },
  { type: 'PasswordChanged', account },
  { type: 'SessionReused', accountId: 'account-1', tenantId: null },
  { type: 'VehicleRegistered', vehicle: car },
  { type: 'VehicleUpdated', before: car, vehicle: { ...car, make: 'SECRET', size: 'LARGE' } },
  { type: 'VehicleRetired', vehicle: { ...car, status: 'RETIRED', offer: null } },
  { type: 'VehicleTransferOffered', vehicle: car },
  { type: 'VehicleTransferCancelled', vehicle: car },
  { type: 'VehicleTransferred', vehicle: car, previousCustomerId: 'ben' },
  { type: 'PaymentMethodAdded', paymentMethod: method },
  { type: 'DefaultPaymentMethodSet', paymentMethod: method, previousId: null },
  { type: 'PaymentMethodRemoved', paymentMethod: method, successorId: null },
  { type: 'AdminBootstrapped', account },
  {
    type: 'StaffInvited',
    account: invitedStaff({ email: 'anna@example.org', invitationHash: 'SECRET' }),
  },
  { type: 'InvitationAccepted', account },
  { type: 'StaffRolesSet', account, previousRoles: ['ATTENDANT'] },
  { type: 'StaffDeactivated', account },
  { type: 'StaffReactivated', account },
  { type: 'ApiKeyIssued', apiKey },
  { type: 'ApiKeyRevoked', apiKey: { ...apiKey, revokedAt: now } },
];

describe('what the audit log says of a change here', () => {
  it.each(everything.map((event) => [event.type, event] as const))(
    'names %s without a secret or anything personal',
    (_type, event) => {
      const entry = auditOf(event);
      expect(entry.action).toMatch(/^accounts\.[a-z_]+\.[a-z_]+$/);
      expect(entry.entityId).not.toBe('');
      expect(JSON.stringify(entry)).not.toMatch(/SECRET|Anna|anna@|Becker|\+49/);
    },
  );

  it('tells each kind of change by a name of its own', () => {
    const actions = everything.map((event) => auditOf(event).action);
    expect(new Set(actions).size).toBe(everything.length);
  });
});

const foreign = (data: Record<string, unknown>, more: Partial<ForeignChange> = {}) =>
  auditOfForeign({
    type: 'facilities.facility.updated.v1',
    aggregateType: 'facility',
    aggregateId: 'f-1',
    tenantId: 'tenant-1',
    data,
    before: null,
    ...more,
  });

describe('what the audit log says of a change elsewhere', () => {
  it('reads a setting: which, from what to what', () => {
    expect(foreign({ key: 'parking.graceMinutes', previous: 10, value: 15 })).toMatchObject({
      action: 'facilities.facility.updated',
      entityType: 'Facility',
      changes: [{ field: 'parking.graceMinutes', previous: 10, value: 15 }],
    });
  });

  it('tells no value of a setting that opens something', () => {
    for (const key of ['webhook.secret', 'smtp.password', 'apiToken', 'provider.key']) {
      expect(foreign({ key, previous: 'a', value: 'b' }).changes).toEqual([{ field: key }]);
    }
  });

  it('reads a status', () => {
    expect(foreign({ facilityId: 'f-1', previous: 'ACTIVE', status: 'INACTIVE' }).changes).toEqual([
      { field: 'status', previous: 'ACTIVE', value: 'INACTIVE' },
    ]);
  });

  it('compares a whole picture with the one before', () => {
    const before = { name: 'A', timeZone: 'UTC', capacity: [1] };
    const after = { name: 'B', timeZone: 'Europe/Berlin', capacity: [2] };
    expect(foreign(after, { before }).changes).toEqual([
      { field: 'name' },
      { field: 'timeZone', previous: 'UTC', value: 'Europe/Berlin' },
      { field: 'capacity' },
    ]);
  });

  it('names the fields of a first picture', () => {
    expect(foreign({ name: 'A', city: 'Dresden' }).changes).toEqual([
      { field: 'name' },
      { field: 'city' },
    ]);
  });
});
