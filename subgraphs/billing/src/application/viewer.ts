import { may, type Actor } from '@voltpark/contracts';
import { viewerWho, type Viewer } from '@voltpark/kit/viewer';

/** Staff who operate see their tenant, drivers what is theirs, an ADMIN everything, devices and partners nothing. */
export const viewerOf = (actor: Actor): Viewer =>
  viewerWho(actor, may(actor, 'billing:operate') || may(actor, 'parking:operate'));

/**
 * What somebody may settle and pay for: what they see, and a pay terminal (a device of the tenant) everything of its
 * tenant, as whoever stands before it shows it a ticket or types in a registration.
 */
export function payerOf(actor: Actor): Viewer {
  const viewer = viewerOf(actor);
  const isTerminal = actor.roles.includes('DEVICE') && may(actor, 'billing:pay');
  return isTerminal ? { ...viewer, tenantId: actor.tenantId } : viewer;
}
