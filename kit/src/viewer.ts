import type { Actor } from '@voltpark/contracts';

/** What somebody may see of what belongs to a tenant and to a customer. Stores filter by it; resolvers never do. */
export interface Viewer {
  /** Sees everything. */
  readonly all: boolean;
  /** Sees what happens at this tenant's facilities. */
  readonly tenantId: string | null;
  /** Sees what is theirs. */
  readonly customerId: string | null;
}

/** For use cases that follow from events and time, or judge for themselves who may what. */
export const everyone: Viewer = { all: true, tenantId: null, customerId: null };

/**
 * A customer sees what is theirs; whoever works on it also what is their tenant's, and an ADMIN who works on it all.
 * @param works whether the actor has the scopes of those who work on it
 */
export function viewerWho(actor: Actor, works: boolean): Viewer {
  return {
    all: works && actor.roles.includes('ADMIN'),
    tenantId: works ? actor.tenantId : null,
    customerId: actor.customerId,
  };
}

/** True when it is within the viewer's sight. */
export function sees(
  { all, tenantId, customerId }: Viewer,
  what: { readonly tenantId: string; readonly customerId: string | null },
): boolean {
  if (all) return true;
  if (tenantId !== null && tenantId === what.tenantId) return true;
  return customerId !== null && customerId === what.customerId;
}
