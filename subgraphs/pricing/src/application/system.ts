import { anonymous } from '@voltpark/contracts';
import type { Cause } from './ports.js';

/** Nobody asked: it follows from what somebody did elsewhere, or from time passing. */
export const systemCause = (actorId: string): Cause => ({
  actor: { ...anonymous, kind: 'SYSTEM', id: actorId },
});
