import type { Clock } from '@voltpark/kit/clock';
import { appendToOutbox } from '@voltpark/kit/backbone/outbox';
import { transactionsOver } from '@voltpark/kit/database/transactions';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Reads, Stores } from '../application/ports.js';
import { alertReads, alertStore } from './alert-store.js';
import { deviceReads, deviceStore } from './device-store.js';
import { facilityReads, facilityStore } from './facility-store.js';
import type { PrismaClient } from './generated/client.js';
import { levelReads, levelStore } from './level-store.js';
import type { Db, Publish, Saving } from './saving.js';
import { telemetryReads, telemetryStore } from './telemetry-store.js';

/** Reading, outside of any transaction. */
export function readsOver(db: Db): Reads {
  return {
    devices: deviceReads(db),
    telemetry: telemetryReads(db),
    facilities: facilityReads(db),
    alerts: alertReads(db),
    levels: levelReads(db),
  };
}

/** The stores of one transaction. */
export function storesIn({ tx, cause, now, publish, wrote }: Saving): Stores {
  return {
    devices: deviceStore(tx),
    telemetry: telemetryStore(tx),
    facilities: facilityStore(tx),
    alerts: alertStore(tx),
    levels: levelStore(tx),
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
    async publish(events) {
      const drafts = events.flatMap((event) => publish(event, cause, now));
      if (drafts.length === 0) return;
      await appendToOutbox(tx, drafts);
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
