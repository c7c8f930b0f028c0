import { transactionsOver } from '@voltpark/kit/database/transactions';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Reads, Stores } from '../application/ports.js';
import { limits } from '../domain/limits.js';
import { chargeStore } from './charge-store.js';
import { discountStore } from './discount-store.js';
import type { PrismaClient } from './generated/client.js';
import { invoiceReads } from './invoice-reads.js';
import { invoiceStore } from './invoice-store.js';
import { knownStore } from './known-store.js';
import { moneyReadsOver, moneyStoresIn } from './money-stores.js';
import { workReads, workStore } from './noting.js';
import { billingFacility } from './billing-facility.js';
import { passStore } from './pass-store.js';
import { reservationStore } from './reservation-store.js';
import { revenueReads } from './revenue-reads.js';
import type { Db, Publish, Saving } from './saving.js';
import { MergedMeanwhile, visitReads, visitStore } from './visit-store.js';

/** Everything that can be read, through one connection or many. */
export function readsOver(db: Db): Reads {
  return {
    invoices: invoiceReads(db),
    visits: visitReads(db),
    work: workReads(db),
    revenue: revenueReads(db),
    ...moneyReadsOver(db),
  };
}

/** The stores of one transaction. */
export function storesIn(saving: Saving): Stores {
  const { tx, cause } = saving;
  return {
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
    invoices: invoiceStore(saving),
    charges: chargeStore(saving),
    visits: visitStore(tx),
    passes: passStore(tx),
    reservations: reservationStore(tx),
    facility: (id) => billingFacility(tx, id),
    discounts: discountStore(tx),
    known: knownStore(tx),
    work: workStore(tx),
    ...moneyStoresIn(saving),
  };
}

/** Transactions over a Prisma client. */
export function transactions(
  prisma: PrismaClient,
  publish: Publish,
  ringDoorbell: () => void,
): Ports['transact'] {
  return transactionsOver<Saving['tx'], Saving['cause'], Stores>({
    begin: (work) => again(() => prisma.$transaction(work)),
    storesIn: (tx, cause, wrote) => storesIn({ tx, cause, publish, wrote }),
    ringDoorbell,
  });
}

/** Only a new transaction can hold the stays in their order, so what found one merged begins once more. */
async function again<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= limits.holdAttempts || !(error instanceof MergedMeanwhile)) throw error;
    }
  }
}
