import { PrismaPg } from '@prisma/adapter-pg';
import { accountsEvents, chargingEvents, facilitiesEvents } from '@voltpark/contracts';
import type { EventDefinition } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { createLogger } from '@voltpark/kit/log';
import { patientTransactions, testDatabase } from '@voltpark/kit/testing';
import { systemCause, type Outlets } from '../../src/application/ports.js';
import { sendDue } from '../../src/application/send.js';
import { recordingOutlet } from '../../src/channels/recording.js';
import { webhookOutlet } from '../../src/channels/webhook.js';
import { takeDue } from '../../src/db/delivery-store.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import type { Db } from '../../src/db/saving.js';
import { readsOver, storesIn, transactions } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { reactions } from '../../src/events/react.js';

export const noon = new Date('2026-05-04T10:00:00Z');
export const tenantId = 'tenant-one';
export const facilityId = 'facility-one';

/** The context without its servers: what it hears, keeps and sends, with ways out of a spec's choice. */
export async function notificationsSystem(given: Partial<Outlets> = {}) {
  const database = await testDatabase('notifications');
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: database.url, max: 8 }),
    transactionOptions: patientTransactions,
  });
  let now = noon;
  const clock = { now: () => now };
  const sms = recordingOutlet();
  const push = recordingOutlet();
  const mail = recordingOutlet();
  const outlets: Outlets = {
    EMAIL: mail,
    SMS: sms,
    PUSH: push,
    WEBHOOK: webhookOutlet(),
    ...given,
  };
  const log = createLogger('notifications', process.env['LOG_LEVEL'] ?? 'silent');
  const transact = transactions(prisma, publish, () => undefined);
  const round = sendDue({
    ...{ clock, log, outlets, transact },
    reads: readsOver(prisma),
    takeDue: takeDue(prisma),
  });
  const all = reactions<Db>({
    newId,
    now: clock.now,
    storesIn: (tx) => storesIn({ tx, cause: systemCause, publish, wrote: () => undefined }),
  });
  let events = 0;

  /** Lets an event arrive, as the inbox would hand it over; the same id again: the same event once more. */
  async function hears<Data>(
    event: EventDefinition<Data>,
    data: Data,
    { id = `event-${(events += 1)}`, version = 1, at = now } = {},
  ): Promise<void> {
    const envelope = { id, aggregateversion: version, time: at.toISOString(), data } as never;
    for (const reaction of all.filter((one) => one.event.type === event.type)) {
      await prisma.$transaction((tx) => reaction.handle(envelope, tx));
    }
  }

  return {
    ...{ prisma, transact, hears, mail, sms, push },
    reads: readsOver(prisma),
    /** Sends what is due now, as often as there is something. */
    async sends(): Promise<void> {
      while ((await round()) > 0);
    },
    round,
    at(to: Date) {
      now = to;
    },
    /** A customer who can be reached, and the facility where things happen. */
    async knows(customerId: string, contact: Partial<Contact> = {}, version = 2): Promise<void> {
      const data = {
        ...{ customerId, displayName: 'Anna', locale: 'de-DE' },
        ...reachable(customerId),
        ...contact,
      };
      await hears(accountsEvents.contactChanged, data, { version });
    },
    knowsFacility: () => hears(facilitiesEvents.facilityRegistered, facility),
    /** Charging of this customer's vehicle was interrupted by a fault. */
    interrupted: (customerId: string | null, options?: { id?: string; at?: Date }) =>
      hears(chargingEvents.sessionInterrupted, interruptedSession(customerId), options),
    deliveries: () => prisma.deliveryRow.findMany({ orderBy: [{ channel: 'asc' }, { id: 'asc' }] }),
    outbox: () =>
      prisma.$queryRaw<{ type: string; aggregate_id: string; aggregate_version: number }[]>`
        SELECT type, aggregate_id, aggregate_version::int FROM outbox ORDER BY position`,
    async stop() {
      await prisma.$disconnect();
      await database.dispose();
    },
  };
}

interface Contact {
  readonly displayName: string;
  readonly locale: string;
  readonly email: string | null;
  readonly phone: string | null;
}

const reachable = (customerId: string) => ({
  email: `${customerId}@example.org`,
  phone: '+493511234567' as string | null,
});

// Only what is looked at: reactions take data as it stands, the schema is checked where events arrive.
const facility = { facilityId, tenantId, name: 'Altmarkt', timeZone: 'Europe/Berlin' } as never;

const interruptedSession = (customerId: string | null) =>
  ({
    ...{ sessionId: 'session', facilityId, tenantId, registration: 'DDAB123', customerId },
    ...{ energyWh: 12_340, socPercent: 55, endedAt: noon.toISOString() },
    cost: { currency: 'EUR', exclTax: '5.0', inclTax: '5.95' },
  }) as never;
