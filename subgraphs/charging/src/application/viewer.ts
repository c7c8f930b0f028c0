import { may, type Actor } from '@voltpark/contracts';

/** Which sessions somebody may see. Stores filter by it; resolvers never do. */
export interface Viewer {
  /** Sees everything. */
  readonly all: boolean;
  /** Sees what happens at this tenant's connectors. */
  readonly tenantId: string | null;
  /** Sees what is theirs. */
  readonly customerId: string | null;
}

/** Staff who operate and devices see their tenant's, drivers their own, an ADMIN everything, partners nothing. */
export function viewerOf(actor: Actor): Viewer {
  const works = may(actor, 'charging:operate') || may(actor, 'charging:report');
  return {
    all: works && actor.roles.includes('ADMIN'),
    tenantId: works ? actor.tenantId : null,
    customerId: actor.customerId,
  };
}

/** For use cases that judge for themselves who may what. */
export const everything: Viewer = { all: true, tenantId: null, customerId: null };
