import { transactionsOver } from '@voltpark/kit/database/transactions';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Reads, Stores } from '../application/ports.js';
import { assignmentReads, assignmentStore } from './assignment-store.js';
import { discountReads, discountStore } from './discount-store.js';
import type { PrismaClient } from './generated/client.js';
import { facilityReads, facilityStore, knownStore } from './known-store.js';
import { quoteReads, quoteStore } from './quote-store.js';
import { ruleReads, ruleStore } from './rule-store.js';
import type { Db, Publish, Saving } from './saving.js';

/** Everything that can be read, through one connection or many. */
export function readsOver(db: Db): Reads {
  return {
    rules: ruleReads(db),
    assignments: assignmentReads(db),
    discounts: discountReads(db),
    quotes: quoteReads(db),
    facilities: facilityReads(db),
  };
}

/** The stores of one transaction. */
export function storesIn(saving: Saving): Stores {
  const { tx, cause } = saving;
  return {
    rules: ruleStore(saving),
    assignments: assignmentStore(saving),
    discounts: discountStore(saving),
    quotes: quoteStore(saving),
    facilities: facilityStore(tx),
    known: knownStore(tx),
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
  };
}

/** Transactions over a Prisma client. */
export function transactions(
  prisma: PrismaClient,
  publish: Publish,
  ringDoorbell: () => void,
): Ports['transact'] {
  return transactionsOver<Saving['tx'], Saving['cause'], Stores>({
    begin: (work) => prisma.$transaction(work),
    storesIn: (tx, cause, wrote) => storesIn({ tx, cause, publish, wrote }),
    ringDoorbell,
  });
}
