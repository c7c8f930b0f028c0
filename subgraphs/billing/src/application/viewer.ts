import { may, type Actor } from '@voltpark/contracts';

/** What of the invoices somebody may see. Stores filter by it; resolvers never do. */
export interface Viewer {
  /** Sees everything. */
  readonly all: boolean;
  /** Sees the invoices of this tenant. */
  readonly tenantId: string | null;
  /** Sees what is theirs. */
  readonly customerId: string | null;
}

/** Staff who operate see their tenant, drivers what is theirs, an ADMIN everything, devices and partners nothing. */
export function viewerOf(actor: Actor): Viewer {
  const operates = may(actor, 'billing:operate') || may(actor, 'parking:operate');
  return {
    all: operates && actor.roles.includes('ADMIN'),
    tenantId: operates ? actor.tenantId : null,
    customerId: actor.customerId,
  };
}

/**
 * What somebody may settle and pay for: what they see, and a pay terminal (a device of the tenant) everything of its
 * tenant, as whoever stands before it shows it a ticket or types in a registration.
 */
export function payerOf(actor: Actor): Viewer {
  const viewer = viewerOf(actor);
  const isTerminal = actor.roles.includes('DEVICE') && may(actor, 'billing:pay');
  return isTerminal ? { ...viewer, tenantId: actor.tenantId } : viewer;
}

/** True when it is within the viewer's sight. */
export function sees(
  viewer: Viewer,
  what: { readonly tenantId: string; readonly customerId: string | null },
): boolean {
  if (viewer.all) return true;
  if (viewer.tenantId !== null && viewer.tenantId === what.tenantId) return true;
  return viewer.customerId !== null && viewer.customerId === what.customerId;
}
