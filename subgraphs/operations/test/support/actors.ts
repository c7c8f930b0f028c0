import { scopesOf, type Actor, type Role } from '@voltpark/contracts';

/** Somebody with a role, at a tenant or with a customer's account. */
export function actorWith(
  role: Role,
  of: { readonly tenantId?: string; readonly customerId?: string } = {},
): Actor {
  return {
    kind: role === 'DEVICE' ? 'API_KEY' : 'PERSON',
    id: `${role.toLowerCase()}-${of.tenantId ?? of.customerId ?? 'of-nobody'}`,
    roles: [role],
    scopes: scopesOf([role]),
    tenantId: of.tenantId ?? null,
    customerId: of.customerId ?? null,
  };
}

export const tenantId = 'tenant-one';
export const otherTenantId = 'tenant-two';
export const admin = actorWith('ADMIN');
export const operator = actorWith('OPERATOR', { tenantId });
export const attendant = actorWith('ATTENDANT', { tenantId });
export const device = actorWith('DEVICE', { tenantId });
export const otherDevice = actorWith('DEVICE', { tenantId: otherTenantId });
export const stranger = actorWith('OPERATOR', { tenantId: otherTenantId });
