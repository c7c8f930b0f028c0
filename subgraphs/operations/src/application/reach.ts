import type { Actor } from '@voltpark/contracts';

/**
 * Whose devices and alerts a store may touch. Every method of a store takes one and filters by it. A type of its own
 * and not "a tenant id or null": nobody must become everybody by accident.
 */
export type Reach =
  | { readonly kind: 'EVERYTHING' }
  | { readonly kind: 'TENANT'; readonly tenantId: string }
  | { readonly kind: 'NOTHING' };

/** For what this context does by itself. */
export const systemReach: Reach = { kind: 'EVERYTHING' };

/** How far an actor reaches as staff or device: an ADMIN everywhere, others to their tenant. */
export function reachOf(actor: Actor): Reach {
  if (actor.roles.includes('ADMIN')) return { kind: 'EVERYTHING' };
  if (actor.tenantId !== null) return { kind: 'TENANT', tenantId: actor.tenantId };
  return { kind: 'NOTHING' };
}
