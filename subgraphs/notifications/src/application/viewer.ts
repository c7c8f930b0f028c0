import { may, type Actor } from '@voltpark/contracts';
import { viewerWho, type Viewer } from '@voltpark/kit/viewer';
import type { Recipient } from '../domain/notice.js';

/** Staff who tell see what their tenant told and was told, customers their own, an ADMIN everything. */
export const viewerOf = (actor: Actor): Viewer =>
  viewerWho(actor, may(actor, 'notifications:send'));

/**
 * Whose feed is the actor's own: a customer's, else that of the tenant whose staff they are. Staff share one feed, so
 * what one of them has read is read. Null: no feed.
 */
export function feedOwnerOf(actor: Actor): Recipient | null {
  const { customerId, tenantId } = viewerOf(actor);
  if (customerId !== null) return { kind: 'CUSTOMER', id: customerId };
  return tenantId === null ? null : { kind: 'TENANT', id: tenantId };
}
