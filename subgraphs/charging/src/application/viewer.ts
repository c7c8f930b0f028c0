import { may, type Actor } from '@voltpark/contracts';
import { viewerWho, type Viewer } from '@voltpark/kit/viewer';

/** Staff who operate and devices see their tenant's, drivers their own, an ADMIN everything, partners nothing. */
export const viewerOf = (actor: Actor): Viewer =>
  viewerWho(actor, may(actor, 'charging:operate') || may(actor, 'charging:report'));
