import { transactionsOver } from '@voltpark/kit/database/transactions';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Reads, Stores } from '../application/ports.js';
import { configurationReads, configurationStore } from './configuration-store.js';
import { facilityReads, facilityStore } from './facility-store.js';
import type { PrismaClient } from './generated/client.js';
import type { Db, Publish, Saving } from './saving.js';
import { tenantReads, tenantStore } from './tenant-store.js';

/** Everything that can be read, through one connection or many. */
export function readsOver(db: Db): Reads {
  return {
    tenants: tenantReads(db),
    facilities: facilityReads(db),
    configurations: configurationReads(db),
  };
}

/** The stores of one transaction. */
export function storesIn(saving: Saving): Stores {
  const { tx, cause } = saving;
  return {
    tenants: tenantStore(saving),
    facilities: facilityStore(saving),
    configurations: configurationStore(saving),
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
