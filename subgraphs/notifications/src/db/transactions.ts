import { transactionsOver } from '@voltpark/kit/database/transactions';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Ports, Reads, Stores } from '../application/ports.js';
import { deliveryReads, deliveryStore } from './delivery-store.js';
import type { PrismaClient } from './generated/client.js';
import { noticeReads, noticeStore } from './notice-store.js';
import { peopleReads, peopleStore } from './people-store.js';
import type { Db, Saving } from './saving.js';
import {
  endpointReads,
  endpointStore,
  facilityReads,
  facilityStore,
  mailboxReads,
  mailboxStore,
  templateReads,
  templateStore,
} from './tenant-stores.js';

/** Everything that can be read, through one connection or many. */
export function readsOver(db: Db): Reads {
  return {
    notices: noticeReads(db),
    deliveries: deliveryReads(db),
    people: peopleReads(db),
    facilities: facilityReads(db),
    templates: templateReads(db),
    endpoints: endpointReads(db),
    mailboxes: mailboxReads(db),
  };
}

/** The stores of one transaction. */
export function storesIn(saving: Saving): Stores {
  const { tx, cause } = saving;
  return {
    ...readsOver(tx),
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
    noticeStore: noticeStore(saving),
    deliveryStore: deliveryStore(saving),
    peopleStore: peopleStore(tx),
    facilityStore: facilityStore(tx),
    templateStore: templateStore(tx),
    endpointStore: endpointStore(tx),
    mailboxStore: mailboxStore(tx),
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
