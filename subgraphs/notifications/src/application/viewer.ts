import { may, type Actor } from '@voltpark/contracts';
import type { Recipient } from '../domain/notice.js';

/** What of the notices somebody may see. Stores filter by it; resolvers never do. */
export interface Viewer {
  /** Sees everything. */
  readonly all: boolean;
  /** Sees what this tenant told, and what it was told itself. */
  readonly tenantId: string | null;
  /** Sees what is theirs. */
  readonly customerId: string | null;
}

/** Staff who tell see their tenant's, customers their own, an ADMIN everything, devices and partners nothing. */
export function viewerOf(actor: Actor): Viewer {
  const tells = may(actor, 'notifications:send');
  return {
    all: tells && actor.roles.includes('ADMIN'),
    tenantId: tells ? actor.tenantId : null,
    customerId: actor.customerId,
  };
}

/**
 * Whose feed is the actor's own: a customer's, else that of the tenant whose staff they are. Staff share one feed, so
 * what one of them has read is read. Null: no feed.
 */
export function feedOwnerOf(actor: Actor): Recipient | null {
  const { customerId, tenantId } = viewerOf(actor);
  if (customerId !== null) return { kind: 'CUSTOMER', id: customerId };
  return tenantId === null ? null : { kind: 'TENANT', id: tenantId };
}

/** For what this context does by itself. */
export const everything: Viewer = { all: true, tenantId: null, customerId: null };
