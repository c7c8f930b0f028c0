import type { Actor } from '@voltpark/contracts';

/**
 * Whose rows a store may touch. Every method that reads what belongs to tenants takes one and filters by it, so
 * that no caller can forget tenancy. Not "a tenant id or null": nobody must become everybody by accident.
 */
export type Reach =
  | { readonly kind: 'EVERYTHING' }
  | { readonly kind: 'TENANT'; readonly tenantId: string }
  | { readonly kind: 'NOTHING' };

/** How far an actor reaches as staff: an ADMIN everywhere, staff of a tenant to that tenant, others nowhere. */
export function reachOf(actor: Actor): Reach {
  if (actor.roles.includes('ADMIN')) return { kind: 'EVERYTHING' };
  if (actor.tenantId !== null) return { kind: 'TENANT', tenantId: actor.tenantId };
  return { kind: 'NOTHING' };
}

/** The reach within one tenant: what the actor reaches of it. */
export function reachWithin(actor: Actor, tenantId: string): Reach {
  const reach = reachOf(actor);
  const isInside =
    reach.kind === 'EVERYTHING' || (reach.kind === 'TENANT' && reach.tenantId === tenantId);
  return isInside ? { kind: 'TENANT', tenantId } : { kind: 'NOTHING' };
}
