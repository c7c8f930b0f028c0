import type { EventDraft } from '@voltpark/contracts';
import { appendToOutbox } from '@voltpark/kit/backbone/outbox';
import { idempotently } from '@voltpark/kit/idempotency';
import type { Cause, Ports } from '../application/ports.js';
import type { Reads, Stores } from '../application/stores.js';
import { auditOf } from '../domain/audit.js';
import type { AccountsEvent } from '../domain/events.js';
import { accountReads, accountStore } from './account-store.js';
import { apiKeyReads, apiKeyStore } from './api-key-store.js';
import { auditReads, auditStore } from './audit-store.js';
import { consentReads } from './consent-store.js';
import { customerReads, customerStore } from './customer-store.js';
import { erasureReads, erasureStore } from './erasure-store.js';
import type { PrismaClient } from './generated/client.js';
import { facilityStore, passReads, passStore } from './pass-store.js';
import { paymentMethodReads } from './payment-method-store.js';
import { applyEvent } from './save.js';
import { sessionStore } from './session-store.js';
import { tenantStore } from './tenant-store.js';
import { throttleStore } from './throttle-store.js';
import type { Db } from './tx.js';
import { vehicleReads, vehicleStore } from './vehicle-store.js';

/** How stores come to know time, ids and what is published. */
export interface Saving {
  readonly now: () => Date;
  readonly newId: () => string;
  /** The published forms of an event; none for what is nobody else's business. */
  readonly publish: (event: AccountsEvent, cause: Cause, now: Date) => readonly EventDraft[];
}

/** Everything that can be read, through one connection or many. */
export function readsOver(db: Db): Reads {
  return {
    accounts: accountReads(db),
    customers: customerReads(db),
    vehicles: vehicleReads(db),
    paymentMethods: paymentMethodReads(db),
    apiKeys: apiKeyReads(db),
    audit: auditReads(db),
    consents: consentReads(db),
    erasures: erasureReads(db),
    facilities: facilityStore(db),
    passes: passReads(db),
  };
}

/**
 * The stores of one transaction.
 * @param wrote called when events went to the outbox: the relay has work once they are committed
 */
export function storesIn(
  tx: Db,
  cause: Cause,
  { now, newId, publish }: Saving,
  wrote: () => void,
): Stores {
  const audit = auditStore(tx);
  return {
    ...readsOver(tx),
    accounts: accountStore(tx),
    customers: customerStore(tx),
    vehicles: vehicleStore(tx),
    apiKeys: apiKeyStore(tx),
    sessions: sessionStore(tx),
    throttles: throttleStore(tx),
    tenants: tenantStore(tx),
    audit,
    erasures: erasureStore(tx),
    facilities: facilityStore(tx),
    passes: passStore(tx),
    async save(events) {
      const occurredAt = now();
      for (const event of events) {
        await applyEvent(tx, event);
        const entry = { id: newId(), occurredAt, actorId: cause.actor.id, eventId: null };
        await audit.append({ ...auditOf(event), ...entry, correlationId: cause.correlationId });
        const drafts = publish(event, cause, occurredAt);
        await appendToOutbox(tx, drafts);
        if (drafts.length > 0) wrote();
      }
    },
    once: (request, run) => idempotently(tx, { ...request, actorId: cause.actor.id }, run),
  };
}

/**
 * Transactions over a Prisma client: what a use case saves commits together with its events and its entries of the
 * audit log; the relay is told afterwards.
 */
export function transactions(
  prisma: PrismaClient,
  saving: Saving,
  ringDoorbell: () => void,
): Ports['transact'] {
  return async (cause, work) => {
    let hasEvents = false;
    const result = await prisma.$transaction((tx) =>
      work(
        storesIn(tx, cause, saving, () => {
          hasEvents = true;
        }),
      ),
    );
    if (hasEvents) ringDoorbell();
    return result;
  };
}
