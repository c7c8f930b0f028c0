import { scopesOf, type Actor, type Role } from '@voltpark/contracts';
import { invalidInput, notPermitted } from '@voltpark/kit/decision';
import { daysAfter, limits } from './limits.js';
import type { Fault } from './text.js';

interface AccountBase {
  readonly id: string;
  /** Normalised; null for external identities that share none. */
  readonly email: string | null;
  readonly displayName: string;
  readonly locale: string;
  readonly roles: readonly Role[];
  /** Staff are confined to it; null for customers and ADMINs. */
  readonly tenantId: string | null;
  readonly customerId: string | null;
  readonly createdAt: Date;
}

/** Invited and not yet here: there is no password, only a code. */
export interface InvitedAccount extends AccountBase {
  readonly status: 'INVITED';
  readonly invitationHash: string;
  readonly invitationExpiresAt: Date;
}

/** Can sign in; without a password only through an external issuer. */
export interface ActiveAccount extends AccountBase {
  readonly status: 'ACTIVE';
  readonly passwordHash: string | null;
}

/** Cannot sign in. */
export interface DeactivatedAccount extends AccountBase {
  readonly status: 'DEACTIVATED';
  readonly passwordHash: string | null;
}

/** Somebody who can sign in, could, or will. */
export type Account = InvitedAccount | ActiveAccount | DeactivatedAccount;

/** A new customer's account. Its customer gets the given id. */
export function driverAccount(given: {
  id: string;
  customerId: string;
  email: string | null;
  displayName: string;
  locale: string;
  passwordHash: string | null;
  now: Date;
}): ActiveAccount & { readonly customerId: string } {
  const { now, ...account } = given;
  return { ...account, status: 'ACTIVE', roles: ['DRIVER'], tenantId: null, createdAt: now };
}

/** The first ADMIN, made from the environment. */
export function adminAccount(given: {
  id: string;
  email: string;
  passwordHash: string;
  now: Date;
}): ActiveAccount {
  return {
    id: given.id,
    email: given.email,
    displayName: 'Administrator',
    locale: 'en',
    status: 'ACTIVE',
    passwordHash: given.passwordHash,
    roles: ['ADMIN'],
    tenantId: null,
    customerId: null,
    createdAt: given.now,
  };
}

/** The actor that somebody with this account is. */
export function actorOf(account: Account): Actor {
  return {
    kind: 'PERSON',
    id: account.id,
    roles: [...account.roles],
    scopes: scopesOf(account.roles),
    tenantId: account.tenantId,
    customerId: account.customerId,
  };
}

/** Roles that a tenant's staff may hold. */
const tenantRoles: readonly Role[] = ['ATTENDANT', 'OPERATOR'];

/** A fault when these roles do not fit staff of this tenant, or of the network when it is null. */
export function staffRolesFault(
  tenantId: string | null,
  roles: readonly Role[],
): Fault | undefined {
  const allowed: readonly Role[] = tenantId === null ? ['ADMIN'] : tenantRoles;
  if (roles.length === 0) return invalidInput('roles', 'Name at least one role.');
  if (new Set(roles).size !== roles.length) return invalidInput('roles', 'Name each role once.');
  return roles.every((role) => allowed.includes(role))
    ? undefined
    : invalidInput(
        'roles',
        tenantId === null
          ? 'Without a tenant the only role is ADMIN.'
          : `Staff of a tenant are ${tenantRoles.join(' or ')}.`,
      );
}

/**
 * The refusal of somebody who may not manage staff of this tenant (null: of the network), or undefined. What
 * counts is the account as it is now, not what an older token says.
 */
export function refuseManager(manager: Account | null, tenantId: string | null) {
  if (manager?.status !== 'ACTIVE') return notPermitted('Your account is not in force.');
  if (manager.roles.includes('ADMIN')) return undefined;
  const isOwn = tenantId !== null && manager.tenantId === tenantId;
  return isOwn && manager.roles.includes('OPERATOR')
    ? undefined
    : notPermitted('Only operators of the tenant and administrators manage its staff.');
}

/** An invitation for somebody new. */
export function invitedAccount(given: {
  id: string;
  tenantId: string | null;
  email: string;
  displayName: string;
  roles: readonly Role[];
  invitationHash: string;
  now: Date;
}): InvitedAccount {
  const { now, ...account } = given;
  return {
    ...account,
    status: 'INVITED',
    locale: 'en',
    customerId: null,
    createdAt: now,
    invitationExpiresAt: daysAfter(now, limits.invitationLifeDays),
  };
}

/** The same invitation once more, with another code, name and roles; the code before is void. */
export function invitedAgain(
  account: InvitedAccount,
  given: {
    displayName: string;
    roles: readonly Role[];
    invitationHash: string;
    now: Date;
  },
): InvitedAccount {
  return {
    ...account,
    displayName: given.displayName,
    roles: given.roles,
    invitationHash: given.invitationHash,
    invitationExpiresAt: daysAfter(given.now, limits.invitationLifeDays),
  };
}

/** The refusal of an invitation code that is unknown, used, replaced or expired. */
export const invitationNotValid = () =>
  ({
    type: 'InvitationNotValid',
    message: 'This invitation is not valid any more. Ask for a new one.',
  }) as const;

/** The account once its invitation was accepted, or undefined when there is no open one. */
export function acceptedInvitation(
  account: Account | null,
  passwordHash: string,
  now: Date,
): ActiveAccount | undefined {
  if (account?.status !== 'INVITED' || account.invitationExpiresAt <= now) return undefined;
  const { invitationHash: _hash, invitationExpiresAt: _expiry, ...rest } = account;
  return { ...rest, status: 'ACTIVE', passwordHash };
}

/** The account without access. */
export function deactivated(account: Account): DeactivatedAccount {
  if (account.status !== 'INVITED') return { ...account, status: 'DEACTIVATED' };
  const { invitationHash: _hash, invitationExpiresAt: _expiry, ...rest } = account;
  return { ...rest, status: 'DEACTIVATED', passwordHash: null };
}

/**
 * The account with access again. Somebody who never set a password is invited again: the code is void from the
 * start, so that a new invitation is what lets them in.
 */
export function reactivated(
  account: DeactivatedAccount,
  voidHash: string,
  now: Date,
): ActiveAccount | InvitedAccount {
  if (account.passwordHash !== null) return { ...account, status: 'ACTIVE' };
  const { passwordHash: _none, ...rest } = account;
  return { ...rest, status: 'INVITED', invitationHash: voidHash, invitationExpiresAt: now };
}
