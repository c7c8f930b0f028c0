import { invalidInput, notFound } from '@voltpark/kit/decision';
import type { Cause, Stores } from './ports.js';
import { reaches, reachOf } from '@voltpark/kit/reach';

/** For whom something is made: the tenant that is named, or the actor's own. */
export async function tenantOf(
  { facilities }: Pick<Stores, 'facilities'>,
  { actor }: Cause,
  named: string | null,
): Promise<
  | { readonly id: string }
  | { readonly refusal: ReturnType<typeof invalidInput> | ReturnType<typeof notFound> }
> {
  const id = named ?? actor.tenantId;
  if (id === null) return { refusal: invalidInput('tenantId', 'Say whose it is.') };
  if (!reaches(reachOf(actor), id)) return { refusal: notFound('Tenant', id) };
  // Staff exist only in tenants that exist; what an administrator names is looked up.
  if (actor.tenantId !== id && !(await facilities.isTenant(id))) {
    return { refusal: notFound('Tenant', id) };
  }
  return { id };
}
