import { anonymous, scopesOf, type Actor, type Role } from '@voltpark/contracts';

export const tenantId = 'tenant-elbe';
export const otherTenantId = 'tenant-rhine';

/** Somebody in a role. */
export function actorWith(role: Role, of: Partial<Actor> = {}): Actor {
  const id = `${role.toLowerCase()}-of-${of.tenantId ?? of.customerId ?? 'voltpark'}`;
  return { ...anonymous, kind: 'PERSON', id, roles: [role], scopes: scopesOf([role]), ...of };
}

export const operator = actorWith('OPERATOR', { tenantId });
export const otherOperator = actorWith('OPERATOR', { tenantId: otherTenantId });
export const admin = actorWith('ADMIN');
export const driver = actorWith('DRIVER', { customerId: 'customer-one' });
export const otherDriver = actorWith('DRIVER', { customerId: 'customer-two' });
export const nobody = anonymous;
