import { anonymous, scopesOf, type Actor, type Role } from '@voltpark/contracts';

/** Actors for specs, as the gateway hands them to a subgraph. */

const person = (id: string, roles: Role[], more: Partial<Actor> = {}): Actor => ({
  kind: 'PERSON',
  id,
  roles,
  scopes: scopesOf(roles),
  tenantId: null,
  customerId: null,
  ...more,
});

export const driver = (accountId: string, customerId: string): Actor =>
  person(accountId, ['DRIVER'], { customerId });

export const attendant = (tenantId: string, id = 'attendant'): Actor =>
  person(id, ['ATTENDANT'], { tenantId });

export const operator = (tenantId: string, id = 'operator'): Actor =>
  person(id, ['OPERATOR'], { tenantId });

export const adminOf = (id: string): Actor => person(id, ['ADMIN']);

export const apiKey = (role: 'DEVICE' | 'PARTNER', tenantId: string, id = 'key'): Actor => ({
  kind: 'API_KEY',
  id,
  roles: [role],
  scopes: scopesOf([role]),
  tenantId,
  customerId: null,
});

export const gateway: Actor = { ...anonymous, kind: 'SYSTEM', id: 'gateway' };
