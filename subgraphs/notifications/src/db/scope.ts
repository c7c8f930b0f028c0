import type { Reach } from '../application/reach.js';
import type { Prisma } from './generated/client.js';

/** A reach as a condition on notices. Whoever may see nothing finds nothing: an empty `OR` would find all. */
export function noticesWithin(reach: Reach): Prisma.NoticeRowWhereInput {
  if (reach.isUnlimited) return {};
  const allowed: Prisma.NoticeRowWhereInput[] = [];
  if (reach.customerId !== null) {
    allowed.push({ recipientKind: 'CUSTOMER', recipientId: reach.customerId, inFeed: true });
  }
  if (reach.tenantId !== null) allowed.push({ tenantId: reach.tenantId });
  return allowed.length === 0 ? { id: { in: [] } } : { OR: allowed };
}
