import type { Actor } from '@voltpark/contracts';
import { reaches, reachOf, type Reach } from '@voltpark/kit/reach';

/** The reach within one tenant: what the actor reaches of it. */
export function reachWithin(actor: Actor, tenantId: string): Reach {
  return reaches(reachOf(actor), tenantId) ? { kind: 'TENANT', tenantId } : { kind: 'NOTHING' };
}
