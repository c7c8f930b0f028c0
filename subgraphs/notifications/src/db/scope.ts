import type { Viewer } from '@voltpark/kit/viewer';
import type { Prisma } from './generated/client.js';

/** What a viewer may see as a condition on notices. Who may see nothing finds nothing: an empty `OR` would find all. */
export function noticesFor(viewer: Viewer): Prisma.NoticeRowWhereInput {
  if (viewer.all) return {};
  const allowed: Prisma.NoticeRowWhereInput[] = [];
  if (viewer.customerId !== null) {
    allowed.push({ recipientKind: 'CUSTOMER', recipientId: viewer.customerId, inFeed: true });
  }
  if (viewer.tenantId !== null) allowed.push({ tenantId: viewer.tenantId });
  return allowed.length === 0 ? { id: { in: [] } } : { OR: allowed };
}
