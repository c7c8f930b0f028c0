import { may, type Actor } from '@voltpark/contracts';
import { viewerWho, type Viewer } from '@voltpark/kit/viewer';

/** Staff who operate see their tenant's, drivers their own, an ADMIN everything, devices and partners nothing. */
export const viewerOf = (actor: Actor): Viewer =>
  viewerWho(actor, may(actor, 'reservations:operate'));
