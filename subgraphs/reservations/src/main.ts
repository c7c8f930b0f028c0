import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { turns } from '@voltpark/kit/turns';
import { startWorker, type Worker } from '@voltpark/kit/worker';
import { setTimeout as wait } from 'node:timers/promises';
import { newCode } from './application/confirmation-code.js';
import { forgetPast } from './application/forget-past.js';
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
  build({ prismaOptions, clock, log, ringDoorbell, liveEvents }) {
    const prisma = new PrismaClient(prismaOptions);
    const ports: Ports = {
      clock,
      log,
      newId,
      newCode,
      wait: (ms) => wait(ms),
      inTurn: turns(limits.turnPatienceMs),
      liveEvents,
      reads: readsOver(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
    };
    const all = useCases(ports);
    let workers: Worker[] = [];
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request),
      transact: (work) => prisma.$transaction(work),
      reactions: reactions(ports, (tx: Db) =>
        storesIn({ tx, cause: systemCause, publish, wrote: ringDoorbell }),
      ),
      started() {
        workers = [
          startWorker(keepTime(ports), { pollMs: limits.keepTimeMs, log }),
          startWorker(forgetPast(ports), { pollMs: limits.housekeepingMs, log }),
        ];
        return Promise.resolve();
      },
      async stop() {
        await Promise.all(workers.map((worker) => worker.stop()));
        await prisma.$disconnect();
      },
    };
  },
});
