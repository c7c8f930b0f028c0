import type { Actor } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminOf, operator as fabricatedOperator } from '../support/actors.js';
import {
  goodPassword,
  newKey,
  next,
  runAccounts,
  type RunningAccounts,
  type Tokens,
} from '../support/running.js';

let accounts: RunningAccounts;
let tenantId: string;
let otherTenantId: string;
let operator: Actor;
let otherOperator: Actor;
beforeAll(async () => {
  accounts = await runAccounts();
  tenantId = await accounts.tenant('City Garages');
  otherTenantId = await accounts.tenant('Station Parking');
  operator = await accounts.staffOf(tenantId, 'OPERATOR');
  otherOperator = await accounts.staffOf(otherTenantId, 'OPERATOR');
});
afterAll(() => accounts.stop());

const invited = `... on StaffInvited { invitationCode expiresAt staff { id tenantId email displayName roles status } }
  ... on InvalidInput { field } ... on EmailTaken { email } ... on NotFound { entity key }`;

const invitation = (more: object = {}) => ({
  tenantId,
  email: `invited-${next()}@example.org`,
  displayName: 'Ina Vited',
  roles: ['ATTENDANT'],
  idempotencyKey: newKey(),
  ...more,
});
const invite = (more: object = {}, actor = operator) =>
  accounts.call('inviteStaff', invitation(more), invited, actor);
const accept = (code: unknown, password = goodPassword) =>
  accounts.call(
    'acceptInvitation',
    { code, password },
    '... on InvitationAccepted { me { id roles tenantId customer { id } } tokens { refreshToken } }',
  );
const idOf = (answer: object) => (answer as { staff: { id: string } }).staff.id;
const refresh = (refreshToken: string) =>
  accounts.call('refresh', { refreshToken }, '... on SessionEnded { reason }');

describe('inviting staff', () => {
  it('gives a code with which the invited sets a password and signs in', async () => {
    const answered = await invite({ email: 'Ina@Example.org', roles: ['ATTENDANT', 'OPERATOR'] });
    expect(answered).toMatchObject({
      __typename: 'StaffInvited',
      staff: { tenantId, email: 'ina@example.org', status: 'INVITED' },
    });
    expect(await accept(answered['invitationCode'])).toMatchObject({
      __typename: 'InvitationAccepted',
      me: { id: idOf(answered), roles: ['ATTENDANT', 'OPERATOR'], tenantId, customer: null },
    });
    expect((await accounts.signIn('ina@example.org')).__typename).toBe('SignedIn');
    expect((await accept(answered['invitationCode'])).__typename).toBe('InvitationNotValid');
  });

  it('cannot be used before the invitation is accepted', async () => {
    await invite({ email: 'early@example.org' });
    expect((await accounts.signIn('early@example.org')).__typename).toBe('WrongCredentials');
  });

  it('gives a new code when invited again, and the first is void', async () => {
    const first = await invite({ email: 'again@example.org' });
    const second = await invite({ email: 'again@example.org', roles: ['OPERATOR'] });
    expect(idOf(second)).toBe(idOf(first));
    expect((await accept(first['invitationCode'])).__typename).toBe('InvitationNotValid');
    expect(await accept(second['invitationCode'])).toMatchObject({ me: { roles: ['OPERATOR'] } });
  });

  it('shows no code for the same request again', async () => {
    const same = invitation();
    const first = await accounts.call('inviteStaff', same, invited, operator);
    const second = await accounts.call('inviteStaff', same, invited, operator);
    expect(second).toEqual({ ...first, invitationCode: null });
    const kept = await accounts.sql('SELECT response FROM idempotency');
    expect(JSON.stringify(kept)).not.toContain('vi_');
  });

  it('refuses codes that expired, and weak passwords', async () => {
    const answered = await invite();
    expect((await accept(answered['invitationCode'], '1234567890')).__typename).toBe(
      'WeakPassword',
    );
    accounts.clock.advance(7 * 86_400);
    expect((await accept(answered['invitationCode'])).__typename).toBe('InvitationNotValid');
  });

  it.each([
    [{ roles: [] }, 'InvalidInput'],
    [{ roles: ['ADMIN'] }, 'InvalidInput'],
    [{ roles: ['DRIVER'] }, 'InvalidInput'],
    [{ roles: ['DEVICE'] }, 'InvalidInput'],
    [{ roles: ['ATTENDANT', 'ATTENDANT'] }, 'InvalidInput'],
    [{ email: 'nobody' }, 'InvalidInput'],
    [{ displayName: '' }, 'InvalidInput'],
    [{ tenantId: null }, 'NotPermitted'],
  ])('refuses %j', async (wrong, refusal) => {
    expect((await invite(wrong)).__typename).toBe(refusal);
  });

  it('refuses tenants that are not one’s own, and tenants that nobody knows', async () => {
    expect((await invite({ tenantId: otherTenantId })).__typename).toBe('NotPermitted');
    const unknown = '01890000-0000-7000-8000-000000000000';
    expect((await invite({ tenantId: unknown })).__typename).toBe('NotPermitted');
    expect(await invite({ tenantId: unknown }, accounts.admin)).toMatchObject({
      __typename: 'NotFound',
      entity: 'Tenant',
      key: unknown,
    });
  });

  it('refuses an address that has an account', async () => {
    const driver = await accounts.signUp();
    expect(await invite({ email: driver.email })).toMatchObject({
      __typename: 'EmailTaken',
      email: driver.email,
    });
    const elsewhere = await invite({ tenantId: otherTenantId }, otherOperator);
    const { email } = elsewhere['staff'] as { email: string };
    expect((await invite({ email })).__typename).toBe('EmailTaken');
  });

  it('lets an ADMIN invite an ADMIN of the network', async () => {
    const answered = await invite({ tenantId: null, roles: ['ADMIN'] }, accounts.admin);
    expect(await accept(answered['invitationCode'])).toMatchObject({ me: { roles: ['ADMIN'] } });
  });

  it('refuses somebody whose token says more than the account does now', async () => {
    const fabricated = fabricatedOperator(tenantId, '01890000-0000-7000-8000-000000000000');
    expect((await invite({}, fabricated)).__typename).toBe('NotPermitted');
    const former = await accounts.staffOf(tenantId, 'OPERATOR');
    await accounts.call('deactivateStaff', { staffId: former.id }, '', operator);
    expect((await invite({}, former)).__typename).toBe('NotPermitted');
  });
});

describe('managing staff', () => {
  const rolesSet = '... on StaffRolesSet { staff { roles } } ... on InvalidInput { field }';
  const setRoles = (staffId: string, roles: string[], actor = operator) =>
    accounts.call('setStaffRoles', { staffId, roles }, rolesSet, actor);

  it('sets roles and ends the sessions that had the old ones', async () => {
    const answered = await invite({ email: 'promoted@example.org' });
    const accepted = await accept(answered['invitationCode']);
    const { refreshToken } = accepted['tokens'] as Tokens;
    expect(await setRoles(idOf(answered), ['OPERATOR'])).toMatchObject({
      staff: { roles: ['OPERATOR'] },
    });
    expect(await refresh(refreshToken)).toMatchObject({ reason: 'REVOKED' });
    expect(await accounts.signIn('promoted@example.org')).toMatchObject({
      me: { roles: ['OPERATOR'] },
    });
  });

  it('stays quiet when the roles are the same', async () => {
    const { id } = await accounts.staffOf(tenantId, 'ATTENDANT');
    await setRoles(id, ['ATTENDANT']);
    const told = await accounts.audit('accounts.staff.roles_set');
    expect(told.filter(({ entity_id }) => entity_id === id)).toEqual([]);
  });

  it('deactivates: sessions end, signing in is refused, and reactivation brings it back', async () => {
    const answered = await invite({ email: 'leaver@example.org' });
    const accepted = await accept(answered['invitationCode']);
    const { refreshToken } = accepted['tokens'] as Tokens;
    const staffId = idOf(answered);
    expect(
      await accounts.call(
        'deactivateStaff',
        { staffId },
        '... on StaffDeactivated { staff { status } }',
        operator,
      ),
    ).toMatchObject({ staff: { status: 'DEACTIVATED' } });
    expect(await refresh(refreshToken)).toMatchObject({ reason: 'REVOKED' });
    expect((await accounts.signIn('leaver@example.org')).__typename).toBe('WrongCredentials');
    expect(
      await accounts.call(
        'reactivateStaff',
        { staffId },
        '... on StaffReactivated { staff { status } }',
        operator,
      ),
    ).toMatchObject({ staff: { status: 'ACTIVE' } });
    expect((await accounts.signIn('leaver@example.org')).__typename).toBe('SignedIn');
  });

  it('voids the invitation of somebody who is deactivated before coming', async () => {
    const answered = await invite();
    const staffId = idOf(answered);
    await accounts.call('deactivateStaff', { staffId }, '', operator);
    expect((await accept(answered['invitationCode'])).__typename).toBe('InvitationNotValid');
    expect(
      await accounts.call(
        'reactivateStaff',
        { staffId },
        '... on StaffReactivated { staff { status } }',
        operator,
      ),
    ).toMatchObject({ staff: { status: 'INVITED' } });
    expect((await accept(answered['invitationCode'])).__typename).toBe('InvitationNotValid');
  });

  it('does not let people change themselves, or staff of others', async () => {
    const { id } = await accounts.staffOf(otherTenantId, 'ATTENDANT');
    for (const mutation of ['deactivateStaff', 'reactivateStaff']) {
      const self = await accounts.call(mutation, { staffId: operator.id }, '', operator);
      expect(self.__typename).toBe('NotPermitted');
      const other = await accounts.call(mutation, { staffId: id }, '', operator);
      expect(other.__typename).toBe('NotFound');
    }
    expect((await setRoles(id, ['OPERATOR'])).__typename).toBe('NotFound');
    expect((await setRoles(operator.id, ['ATTENDANT'])).__typename).toBe('NotPermitted');
    const driver = await accounts.signUp();
    expect((await setRoles(driver.id, ['ADMIN'], accounts.admin)).__typename).toBe('NotFound');
  });

  it('leaves one of two ADMINs who deactivate each other at once', async () => {
    const own = await runAccounts();
    try {
      const answered = await own.call(
        'inviteStaff',
        { ...invitation({ tenantId: null, roles: ['ADMIN'] }) },
        '... on StaffInvited { invitationCode staff { id } }',
        own.admin,
      );
      await own.call('acceptInvitation', {
        code: answered['invitationCode'],
        password: goodPassword,
      });
      const second = adminOf(idOf(answered));
      await Promise.all([
        own.call('deactivateStaff', { staffId: second.id }, '', own.admin),
        own.call('deactivateStaff', { staffId: own.admin.id }, '', second),
      ]);
      const rows = await own.sql(
        `SELECT 1 FROM account WHERE 'ADMIN' = ANY(roles) AND status = 'ACTIVE'`,
      );
      expect(rows).toHaveLength(1);
    } finally {
      await own.stop();
    }
  });

  it('lists the staff of one’s own tenant, and of any for an ADMIN', async () => {
    const query = `query ($tenantId: ID) { staff(tenantId: $tenantId, first: 100) { edges { node { tenantId roles } } } }`;
    type Listed = { staff: { edges: { node: { tenantId: string | null; roles: string[] } }[] } };
    const tenantsOf = async (actor: Actor, variables: object) => {
      const { staff } = await accounts.data<Listed>(query, variables, actor);
      return new Set(staff.edges.map(({ node }) => node.tenantId));
    };
    expect(await tenantsOf(operator, {})).toEqual(new Set([tenantId]));
    expect(await tenantsOf(operator, { tenantId: otherTenantId })).toEqual(new Set());
    expect(await tenantsOf(accounts.admin, { tenantId: otherTenantId })).toEqual(
      new Set([otherTenantId]),
    );
    expect(await tenantsOf(accounts.admin, {})).toEqual(new Set([null]));
  });
});

describe('the first ADMIN', () => {
  it('is made at the start, once, and keeps a changed password over a restart', async () => {
    await accounts.call(
      'changePassword',
      { currentPassword: goodPassword, newPassword: 'changed at the first sign-in' },
      '',
      accounts.admin,
    );
    const restarted = await runAccounts({ databaseUrl: accounts.databaseUrl });
    try {
      expect(restarted.admin.id).toBe(accounts.admin.id);
      expect((await restarted.signIn('admin@voltpark.example')).__typename).toBe(
        'WrongCredentials',
      );
      expect(
        (await restarted.signIn('admin@voltpark.example', 'changed at the first sign-in'))
          .__typename,
      ).toBe('SignedIn');
    } finally {
      await restarted.stop();
    }
  });
});
