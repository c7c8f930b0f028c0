import { transactionsOver } from '@voltpark/kit/database/transactions';
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

/** Transactions over a Prisma client. */
export function transactions(
  prisma: PrismaClient,
  publish: Saving['publish'],
  ringDoorbell: () => void,
): Ports['transact'] {
  return transactionsOver<Saving['tx'], Saving['cause'], Stores>({
    begin: (work) => prisma.$transaction(work),
    storesIn: (tx, cause, wrote) => storesIn({ tx, cause, publish, wrote }),
    ringDoorbell,
  });
}
