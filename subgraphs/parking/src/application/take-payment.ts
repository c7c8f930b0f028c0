import { paidUpTo } from '../domain/exit.js';
import type { Stores } from './ports.js';

/**
 * Keeps until when parking of a stay is paid. Payments arrive in any order, and the farthest counts. What is paid
 * of a session that was merged into another is paid of that one.
 */
export async function takeInPayment(
  stores: Stores,
  { parkingSessionId, until }: { readonly parkingSessionId: string; readonly until: Date },
): Promise<void> {
  const session = (await stores.holdSessions([parkingSessionId])).get(parkingSessionId);
  // Invoices that are not for a stay of ours are not ours to heed.
  if (session === undefined) return;
  if (session.status === 'MERGED') {
    await takeInPayment(stores, { parkingSessionId: session.mergedIntoId, until });
    return;
  }
  const paid = paidUpTo(session, until);
  if (paid !== session) await stores.saveSession(paid);
}
