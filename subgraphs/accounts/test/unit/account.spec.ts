import type { Role } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import {
  acceptedInvitation,
  deactivated,
  invitedAgain,
  reactivated,
  refuseManager,
  staffRolesFault,
} from '../../src/domain/account.js';
import { activeStaff, days, invitedStaff, now } from '../support/builders.js';

describe('roles of staff', () => {
  it.each<[string | null, Role[]]>([
    ['tenant-1', ['ATTENDANT']],
    ['tenant-1', ['ATTENDANT', 'OPERATOR']],
    [null, ['ADMIN']],
  ])('of tenant %s may be %j', (tenantId, roles) => {
    expect(staffRolesFault(tenantId, roles)).toBeUndefined();
  });

  it.each<[string | null, Role[]]>([
    ['tenant-1', []],
    ['tenant-1', ['ADMIN']],
    ['tenant-1', ['DRIVER']],
    ['tenant-1', ['OPERATOR', 'OPERATOR']],
    ['tenant-1', ['DEVICE']],
    [null, ['OPERATOR']],
    [null, ['ADMIN', 'ATTENDANT']],
  ])('of tenant %s may not be %j', (tenantId, roles) => {
    expect(staffRolesFault(tenantId, roles)).toMatchObject({ field: 'roles' });
  });
});

describe('who manages staff', () => {
  it('is an operator within the tenant, and an ADMIN everywhere', () => {
    expect(refuseManager(activeStaff(), 'tenant-1')).toBeUndefined();
    const admin = activeStaff({ roles: ['ADMIN'], tenantId: null });
    expect(refuseManager(admin, 'tenant-1')).toBeUndefined();
    expect(refuseManager(admin, null)).toBeUndefined();
  });

  it.each([
    ['an operator of another tenant', activeStaff(), 'tenant-2'],
    ['an operator, for the network', activeStaff(), null],
    ['an attendant', activeStaff({ roles: ['ATTENDANT'] }), 'tenant-1'],
    ['a former operator', deactivated(activeStaff()), 'tenant-1'],
    ['an invited operator', invitedStaff({ roles: ['OPERATOR'] }), 'tenant-1'],
    ['nobody', null, 'tenant-1'],
  ])('is not %s', (_who, manager, tenantId) => {
    expect(refuseManager(manager, tenantId)).toMatchObject({ type: 'NotPermitted' });
  });
});

describe('an invitation', () => {
  it('becomes an account with a password, and its code is gone', () => {
    const account = acceptedInvitation(invitedStaff(), 'hash', now);
    expect(account).toEqual(activeStaff({ roles: ['ATTENDANT'], passwordHash: 'hash' }));
  });

  it.each([
    ['unknown', null],
    ['expired', invitedStaff({ invitationExpiresAt: now })],
    ['used', activeStaff()],
    ['withdrawn', deactivated(invitedStaff())],
  ])('is not valid when %s', (_why, account) => {
    expect(acceptedInvitation(account, 'hash', now)).toBeUndefined();
  });

  it('is renewed with another code, for a week from then', () => {
    const given = {
      displayName: 'New',
      roles: ['OPERATOR'] as Role[],
      invitationHash: 'h2',
      now: days(3),
    };
    expect(invitedAgain(invitedStaff(), given)).toMatchObject({
      id: 'staff-1',
      displayName: 'New',
      invitationHash: 'h2',
      invitationExpiresAt: days(10),
    });
  });
});

describe('deactivation', () => {
  it('keeps the password for the day of return', () => {
    const away = deactivated(activeStaff());
    expect(away.status).toBe('DEACTIVATED');
    expect(reactivated(away, 'void', now)).toEqual(activeStaff());
  });

  it('voids an invitation for good', () => {
    const back = reactivated(deactivated(invitedStaff()), 'void', now);
    expect(back).toMatchObject({ status: 'INVITED', invitationHash: 'void' });
    expect(acceptedInvitation(back, 'hash', now)).toBeUndefined();
  });
});
