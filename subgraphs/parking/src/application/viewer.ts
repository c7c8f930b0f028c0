import { may, type Actor } from '@voltpark/contracts';

/** What of the stays somebody may see. Stores filter by it; resolvers never do. */
export interface Viewer {
  /** Sees everything. */
  readonly all: boolean;
  /** Sees what happens at this tenant's facilities. */
  readonly tenantId: string | null;
  /** Sees what is theirs. */
  readonly customerId: string | null;
}

/** Staff who operate see their tenant, drivers themselves, an ADMIN everything, devices and partners nothing. */
export function viewerOf(actor: Actor): Viewer {
  const operates = may(actor, 'parking:operate');
  return {
    all: operates && actor.roles.includes('ADMIN'),
    tenantId: operates ? actor.tenantId : null,
    customerId: actor.customerId,
  };
}
