import { unreachable } from '../decision.js';
import type { Reach } from '../reach.js';
import type { Viewer } from '../viewer.js';

/**
 * A condition that is never met. Not an empty `OR`: within an `AND` Prisma takes that for no condition at all, and
 * nobody in particular would see everything.
 */
const nothing = { in: [] as string[] };

/** A reach as a condition on rows with a `tenantId`. */
export function within(reach: Reach): { tenantId?: string | { in: string[] } } {
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

/** What a viewer may see, as a condition on rows with an `id`, a `tenantId` and a `customerId`. */
export function visibleTo({ all, tenantId, customerId }: Viewer): {
  id?: { in: string[] };
  OR?: { tenantId?: string; customerId?: string }[];
} {
  if (all) return {};
  const own = [
    ...(tenantId === null ? [] : [{ tenantId }]),
    ...(customerId === null ? [] : [{ customerId }]),
  ];
  return own.length === 0 ? { id: nothing } : { OR: own };
}
