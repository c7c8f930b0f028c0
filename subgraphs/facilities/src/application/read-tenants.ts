import type { Cause, Ports, Slice } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** Tenants by id; those out of the actor's reach are left out. */
export function tenantsByIds({ reads }: Ports) {
  return ({ actor }: Cause, ids: readonly string[]) => reads.tenants.byIds(ids, reachOf(actor));
}

/** A stretch of the list of tenants within the actor's reach, by name. */
export function listTenants({ reads }: Ports) {
  return ({ actor }: Cause, slice: Slice<readonly [nameKey: string, id: string]>) =>
    reads.tenants.list(slice, reachOf(actor));
}
