import { appendToOutbox } from '@voltpark/kit/backbone/outbox';
import type { Clock } from '@voltpark/kit/clock';
import { transactionsOver } from '@voltpark/kit/database/transactions';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Reads, Stores } from '../application/ports.js';
import type { PrismaClient } from './generated/client.js';
import { knownReads, knownStore } from './known-store.js';
import { meterReads } from './meter-reads.js';
import { meterStore } from './meter-store.js';
import { proposalReads, proposalStore } from './proposal-store.js';
import { queueReads, queueStore } from './queue-store.js';
import type { Db, Publish, Saving } from './saving.js';
import { sessionReads } from './session-reads.js';
import { sessionStore } from './session-store.js';
import { stationReads } from './station-reads.js';
import { stationStore } from './station-store.js';

/** Everything that can be read, through one connection or many. */
export function readsOver(db: Db): Reads {
  return {
    meter: meterReads(db),
    queues: queueReads(db),
    stations: stationReads(db),
    sessions: sessionReads(db),
    proposals: proposalReads(db),
    known: knownReads(db),
  };
}

/** The stores of one transaction. */
export function storesIn(saving: Saving): Stores {
  const { tx, cause, now, publish, wrote } = saving;
  return {
    meter: meterStore(tx),
    queues: queueStore(tx),
    stations: stationStore(tx),
    sessions: sessionStore(tx),
    proposals: proposalStore(tx),
    known: knownStore(tx),
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
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
