import type { Scope } from '@voltpark/contracts';
import type { Account } from '../domain/account.js';
import type { ApiKey, ApiKeyRole } from '../domain/api-key.js';
import type { AuditChange, AuditEntry } from '../domain/audit.js';
import type { Customer } from '../domain/customer.js';
import type { RefreshToken, Session } from '../domain/session.js';
import type { ConnectorType, Vehicle } from '../domain/vehicle.js';
import type { Prisma } from './generated/client.js';

/** Rows as they stand in the tables, and the states they mean. Prisma's types stop here. */

/** What is read with an account: the id of its customer. */
export const withCustomerId = { customer: { select: { id: true } } } as const;

export type AccountRow = Prisma.AccountGetPayload<{ include: typeof withCustomerId }>;

export function accountOf(row: AccountRow): Account {
  const base = {
    id: row.id,
    email: row.email,
    displayName: row.displayName,
    locale: row.locale,
    roles: row.roles,
    tenantId: row.tenantId,
    customerId: row.customer?.id ?? null,
    createdAt: row.createdAt,
  };
  if (row.status !== 'INVITED') {
    return { ...base, status: row.status, passwordHash: row.passwordHash };
  }
  const { invitationHash, invitationExpiresAt } = row;
  if (invitationHash === null || invitationExpiresAt === null) {
    throw new Error(`The invited account ${row.id} has no invitation.`);
  }
  return { ...base, status: 'INVITED', invitationHash, invitationExpiresAt };
}

/** The columns of an account, apart from its customer, which points to it. */
export function accountColumns(account: Account) {
  return {
    id: account.id,
    email: account.email,
    displayName: account.displayName,
    locale: account.locale,
    roles: [...account.roles],
    tenantId: account.tenantId,
    status: account.status,
    createdAt: account.createdAt,
    passwordHash: account.status === 'INVITED' ? null : account.passwordHash,
    invitationHash: account.status === 'INVITED' ? account.invitationHash : null,
    invitationExpiresAt: account.status === 'INVITED' ? account.invitationExpiresAt : null,
  };
}

/** What is read with a customer: name, address and language of its account. */
export const withAccount = {
  account: { select: { displayName: true, email: true, locale: true } },
} as const;

export type CustomerRow = Prisma.CustomerGetPayload<{ include: typeof withAccount }>;

export function customerOf({ account, ...row }: CustomerRow): Customer {
  return { ...row, ...account };
}

export type VehicleRow = Prisma.VehicleGetPayload<object>;

export function vehicleOf(row: VehicleRow): Vehicle {
  const { offerHash, offeredAt, offerExpiresAt, customerId, ...rest } = row;
  const base = { ...rest, connectorTypes: rest.connectorTypes as ConnectorType[] };
  if (base.status === 'RETIRED') return { ...base, status: base.status, customerId, offer: null };
  if (customerId === null) throw new Error(`The active vehicle ${row.id} belongs to nobody.`);
  const offer =
    offerHash === null || offeredAt === null || offerExpiresAt === null
      ? null
      : { codeHash: offerHash, offeredAt, expiresAt: offerExpiresAt };
  return { ...base, status: base.status, customerId, offer };
}

export function vehicleColumns({ offer, ...vehicle }: Vehicle) {
  return {
    ...vehicle,
    connectorTypes: [...vehicle.connectorTypes],
    offerHash: offer?.codeHash ?? null,
    offeredAt: offer?.offeredAt ?? null,
    offerExpiresAt: offer?.expiresAt ?? null,
  };
}

export function sessionOf(row: Prisma.SessionGetPayload<object>): Session {
  const { endedAt, endedBy, ...rest } = row;
  return {
    ...rest,
    ended: endedAt === null || endedBy === null ? null : { at: endedAt, by: endedBy },
  };
}

export function refreshTokenOf(row: Prisma.RefreshTokenGetPayload<object>): RefreshToken {
  return row;
}

export function apiKeyOf(row: Prisma.ApiKeyGetPayload<object>): ApiKey {
  return { ...row, role: row.role as ApiKeyRole, scopes: row.scopes as Scope[] };
}

export function auditEntryOf(row: Prisma.AuditEntryGetPayload<object>): AuditEntry {
  return { ...row, changes: row.changes as unknown as AuditChange[] };
}
