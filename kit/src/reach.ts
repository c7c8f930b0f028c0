import type { Actor } from '@voltpark/contracts';

/**
 * Whose rows a store may touch. Every method that reads or writes what belongs to tenants takes one and filters by it,
 * so that no caller can forget tenancy. A type of its own and not "a tenant id or null": nobody must become everybody
 * by accident.
 */
export type Reach =
  | { readonly kind: 'EVERYTHING' }
  | { readonly kind: 'TENANT'; readonly tenantId: string }
  | { readonly kind: 'NOTHING' };

/** For what everybody may read: the map of the network, and what things cost. Written out where it is meant. */
export const publicReach: Reach = { kind: 'EVERYTHING' };

/** For what a context does by itself. */
export const everything: Reach = { kind: 'EVERYTHING' };

/** How far an actor reaches as staff or device: an ADMIN everywhere, those of a tenant to that tenant, others nowhere. */
export function reachOf(actor: Actor): Reach {
  if (actor.roles.includes('ADMIN')) return { kind: 'EVERYTHING' };
  if (actor.tenantId !== null) return { kind: 'TENANT', tenantId: actor.tenantId };
  return { kind: 'NOTHING' };
}

/** True when what belongs to the tenant lies within the reach. */
export function reaches(reach: Reach, tenantId: string): boolean {
  return reach.kind === 'EVERYTHING' || (reach.kind === 'TENANT' && reach.tenantId === tenantId);
}
