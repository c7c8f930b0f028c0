import { PrismaPg } from '@prisma/adapter-pg';
import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { setTimeout as wait } from 'node:timers/promises';
import { newCode } from './application/confirmation-code.js';
import { keepTime } from './application/keep-time.js';
import { systemCause, type Ports } from './application/ports.js';
import { useCases } from './application/use-cases.js';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import { readsOver } from './db/reservation-reads.js';
import type { Db } from './db/saving.js';
import { storesIn, transactions } from './db/transactions.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** Slots booked for windows of time, and the terms on which facilities take bookings. */
export const context = defineContext({
  name: 'reservations',
  root: new URL('..', import.meta.url),
  environment,
  build({ pool, clock, log, ringDoorbell, liveEvents }) {
    const prisma = new PrismaClient({
      adapter: new PrismaPg(pool),
      // Those who book at one facility wait for each other.
      transactionOptions: { maxWait: limits.transactionWaitMs, timeout: limits.transactionMs },
    });
    const ports: Ports = {
      clock,
      log,
      newId,
      newCode,
      wait: (ms) => wait(ms),
      liveEvents,
      reads: readsOver(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
    };
    const all = useCases(ports);
    const round = keepTime(ports);
    let running: Promise<unknown> | undefined;
    let ticking: NodeJS.Timeout | undefined;
    const tick = () => {
      running ??= round()
        .catch((error: unknown) => log.error({ err: error }, 'keeping time failed'))
        .finally(() => {
          running = undefined;
        });
    };
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request),
      transact: (work) => prisma.$transaction(work),
      reactions: reactions(ports, (tx: Db) =>
        storesIn({ tx, cause: systemCause, publish, wrote: ringDoorbell }),
      ),
      started() {
        ticking = setInterval(tick, limits.keepTimeMs).unref();
        return Promise.resolve();
      },
      async stop() {
        clearInterval(ticking);
        await running;
        await prisma.$disconnect();
      },
    };
  },
});
