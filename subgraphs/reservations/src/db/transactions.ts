import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Stores } from '../application/ports.js';
import type { PrismaClient } from './generated/client.js';
import { knownStore } from './known-store.js';
import { reservationStore, termsStore } from './reservation-store.js';
import type { Saving } from './saving.js';

/** The stores of one transaction. */
export function storesIn(saving: Saving): Stores {
  const { tx, cause } = saving;
  return {
    ...reservationStore(saving),
    ...termsStore(saving),
    known: knownStore(tx),
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
  };
}

/**
 * Transactions over a Prisma client: what a use case saves commits together with the events of it; the relay is
 * told afterwards.
 */
export function transactions(
  prisma: PrismaClient,
  publish: Saving['publish'],
  ringDoorbell: () => void,
): Ports['transact'] {
  return async (cause, work) => {
    let hasWritten = false;
    const wrote = () => {
      hasWritten = true;
    };
    const result = await prisma.$transaction((tx) => work(storesIn({ tx, cause, publish, wrote })));
    if (hasWritten) ringDoorbell();
    return result;
  };
}
