import { appendToOutbox } from '@voltpark/kit/backbone/outbox';
import type { Clock } from '@voltpark/kit/clock';
import { transactionsOver } from '@voltpark/kit/database/transactions';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Stores } from '../application/ports.js';
import { bookingStore } from './booking-store.js';
import { countStore } from './count-store.js';
import type { PrismaClient } from './generated/client.js';
import { holdStore } from './hold-store.js';
import { knownStore } from './known-store.js';
import { layoutStore } from './layout-store.js';
import type { Publish, Saving } from './saving.js';
import { facilityStore } from './facility-store.js';
import { occupancyStore } from './occupancy-store.js';
import { sessionStore } from './session-store.js';

/** The stores of one transaction. */
export function storesIn(saving: Saving): Stores {
  const { tx, cause, now, publish, wrote } = saving;
  return {
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
    ...facilityStore(tx),
    ...sessionStore(tx),
    ...occupancyStore(tx),
    holds: holdStore(tx),
    bookings: bookingStore(tx),
    layout: layoutStore(tx),
    counts: countStore(tx),
    known: knownStore(tx),
    async publish(events) {
      if (events.length === 0) return;
      await appendToOutbox(
        tx,
        events.map((event) => publish(event, cause, now)),
      );
      wrote();
    },
  };
}

/** Transactions over a Prisma client. */
export function transactions(
  prisma: PrismaClient,
  publish: Publish,
  clock: Clock,
  ringDoorbell: () => void,
): Ports['transact'] {
  return transactionsOver<Saving['tx'], Saving['cause'], Stores>({
    begin: (work) => prisma.$transaction(work),
    storesIn: (tx, cause, wrote) => storesIn({ tx, cause, now: clock.now(), publish, wrote }),
    ringDoorbell,
  });
}
