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
