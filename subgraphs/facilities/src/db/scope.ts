import { unreachable } from '@voltpark/kit/decision';
import type { Reach } from '@voltpark/kit/reach';

/** A condition that is never met. */
const nothing = { in: [] as string[] };

/** The rows of a table with a column `tenantId` that lie within the reach. */
export function ofTenants(reach: Reach): { tenantId?: string | { in: string[] } } {
  switch (reach.kind) {
    case 'EVERYTHING':
      return {};
    case 'TENANT':
      return { tenantId: reach.tenantId };
    case 'NOTHING':
      return { tenantId: nothing };
    default:
      return unreachable(reach);
  }
}

/** The rows of the table of tenants itself that lie within the reach. */
export function theTenants(reach: Reach): { id?: string | { in: string[] } } {
  const { tenantId } = ofTenants(reach);
  return tenantId === undefined ? {} : { id: tenantId };
}
