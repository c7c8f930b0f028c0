import { may, type Actor } from '@voltpark/contracts';
import type { PassSight } from './pass-stores.js';
import { reachOf, type Reach } from '@voltpark/kit/reach';

/** Whose passes the actor sees: their own, and as staff those of the tenant; an ADMIN all. */
export function passSightOf(actor: Actor): PassSight {
  const reach: Reach = may(actor, 'vehicles:read') ? reachOf(actor) : { kind: 'NOTHING' };
  return { customerId: actor.customerId, reach };
}

/** Within which tenants the actor sells passes. */
export function passSalesOf(actor: Actor): Reach {
  return may(actor, 'pricing:write') ? reachOf(actor) : { kind: 'NOTHING' };
}
