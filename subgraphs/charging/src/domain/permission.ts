import { actsFor, may, type Actor } from '@voltpark/contracts';

/** True for the staff and the devices of a tenant, and for every ADMIN. */
export function worksFor(actor: Actor, tenantId: string): boolean {
  const works = may(actor, 'charging:operate') || may(actor, 'charging:report');
  return works && actsFor(actor, tenantId);
}

/** True for the tenant's devices: they report what happened, and nobody can refuse that it did. */
export function isDeviceOf(actor: Actor, tenantId: string): boolean {
  return actor.roles.includes('DEVICE') && worksFor(actor, tenantId);
}

/** True for the customer to whom something belongs. */
export function owns(actor: Actor, customerId: string | null): boolean {
  return customerId !== null && actor.customerId === customerId;
}

/** True for those who may see and act on a session: its driver, and who works for the tenant. */
export function mayUse(
  actor: Actor,
  { tenantId, customerId }: { readonly tenantId: string; readonly customerId: string | null },
): boolean {
  return worksFor(actor, tenantId) || owns(actor, customerId);
}
