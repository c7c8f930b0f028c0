import { within } from '@voltpark/kit/database/scope';
import type { Reach } from '@voltpark/kit/reach';

/** The rows of the table of tenants itself that lie within the reach. */
export function theTenants(reach: Reach): { id?: string | { in: string[] } } {
  const { tenantId } = within(reach);
  return tenantId === undefined ? {} : { id: tenantId };
}
