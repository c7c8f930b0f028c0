import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { setTimeout as wait } from 'node:timers/promises';
import { keepTime } from './application/keep-time.js';
import { systemCause, type Ports } from './application/ports.js';
import { useCases } from './application/use-cases.js';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import { meterGateOver } from './db/meter-gate.js';
import type { Db } from './db/saving.js';
import { readsOver, storesIn, transactions } from './db/transactions.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** Stations, charging sessions, their readings, and the queue for a charger. */
export const context = defineContext({
  name: 'charging',
  root: new URL('..', import.meta.url),
  environment,
  build({ pool, prismaOptions, clock, log, ringDoorbell, liveEvents }) {
    const prisma = new PrismaClient(prismaOptions);
    const ports: Ports = {
      clock,
      log,
      newId,
      wait: (ms) => wait(ms),
      liveEvents,
      reads: readsOver(prisma),
      meters: meterGateOver(pool, publish, ringDoorbell),
      transact: transactions(prisma, publish, clock, ringDoorbell),
    };
    const all = useCases(ports);
    const round = keepTime(ports);
    let running: Promise<void> | undefined;
    let ticking: NodeJS.Timeout | undefined;
    const tick = () => {
      running ??= round().finally(() => {
        running = undefined;
      });
    };
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request, clock.now()),
      transact: (work) => prisma.$transaction(work),
      reactions: reactions({
        clock,
        newId,
        storesIn: (tx: Db) =>
          storesIn({ tx, cause: systemCause, now: clock.now(), publish, wrote: ringDoorbell }),
      }),
      async started() {
        ticking = setInterval(tick, limits.keepTimeMs).unref();
      },
      async stop() {
        clearInterval(ticking);
        await running;
        await prisma.$disconnect();
      },
    };
  },
});
