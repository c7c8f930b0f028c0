import { scopesOf, type Actor, type Role } from '@voltpark/contracts';

/** Somebody with a role, at a tenant or with a customer's account. */
export function actorWith(
  role: Role,
  of: { readonly tenantId?: string; readonly customerId?: string } = {},
): Actor {
  return {
    kind: 'PERSON',
    id: `${role.toLowerCase()}-${of.tenantId ?? of.customerId ?? 'of-nobody'}`,
    roles: [role],
    scopes: scopesOf([role]),
    tenantId: of.tenantId ?? null,
    customerId: of.customerId ?? null,
  };
}

export const admin = actorWith('ADMIN');
export const operator = actorWith('OPERATOR', { tenantId: 'tenant-one' });
export const attendant = actorWith('ATTENDANT', { tenantId: 'tenant-one' });
export const partner = actorWith('PARTNER', { tenantId: 'tenant-one' });
export const stranger = actorWith('OPERATOR', { tenantId: 'tenant-two' });
export const anna = actorWith('DRIVER', { customerId: 'anna' });
export const ben = actorWith('DRIVER', { customerId: 'ben' });
