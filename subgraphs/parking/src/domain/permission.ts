import { actsFor, may, type Actor, type Role } from '@voltpark/contracts';

/** Roles that act for a tenant at its gates. Partners read, they do not park. */
const gateRoles: readonly Role[] = ['DEVICE', 'ATTENDANT', 'OPERATOR', 'ADMIN'];

/** True for the staff and the devices of a tenant, and for every ADMIN. */
export function worksFor(actor: Actor, tenantId: string): boolean {
  return actsFor(actor, tenantId) && actor.roles.some((role) => gateRoles.includes(role));
}

/** True for the customer to whom something belongs. */
export function owns(actor: Actor, customerId: string | null): boolean {
  return customerId !== null && actor.customerId === customerId;
}

/** True for those who may see the stays at a tenant's facilities: its operating staff, not its devices. */
export function mayWatch(actor: Actor, tenantId: string): boolean {
  return may(actor, 'parking:operate') && actsFor(actor, tenantId);
}
