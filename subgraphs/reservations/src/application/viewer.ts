import { may, type Actor } from '@voltpark/contracts';

/** Which reservations somebody may see. Stores filter by it; resolvers never do. */
export interface Viewer {
  /** Sees everything. */
  readonly all: boolean;
  /** Sees those at this tenant's facilities. */
  readonly tenantId: string | null;
  /** Sees what is theirs. */
  readonly customerId: string | null;
}

/** Staff who operate see their tenant's, drivers their own, an ADMIN everything, devices and partners nothing. */
export function viewerOf(actor: Actor): Viewer {
  const operates = may(actor, 'reservations:operate');
  return {
    all: operates && actor.roles.includes('ADMIN'),
    tenantId: operates ? actor.tenantId : null,
    customerId: actor.customerId,
  };
}

/** For use cases that follow from events and time. */
export const everything: Viewer = { all: true, tenantId: null, customerId: null };
