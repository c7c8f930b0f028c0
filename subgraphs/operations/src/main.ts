import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { keepTime } from './application/keep-time.js';
import { systemCause, type Ports } from './application/ports.js';
import { watchSystem } from './application/system-health.js';
import { useCases } from './application/use-cases.js';
import { PrismaClient } from './db/generated/client.js';
import { partitionsOver } from './db/partitions.js';
import { personalData } from './db/personal-data.js';
import type { Db } from './db/saving.js';
import { readsOver, storesIn, transactions } from './db/transactions.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** Telemetry and health of devices, alerts, service levels, and how the system itself does. */
export const context = defineContext({
  name: 'operations',
  root: new URL('..', import.meta.url),
  environment,
  build({
    environment: variables,
    pool,
    prismaOptions,
    clock,
    log,
    ringDoorbell,
    liveEvents,
    statuses,
  }) {
    const prisma = new PrismaClient(prismaOptions);
    const system = watchSystem(statuses, clock);
    const ports: Ports = {
      clock,
      log,
      newId,
      liveEvents,
      retention: {
        readingDays: variables.OPERATIONS_READING_DAYS,
        rollupDays: variables.OPERATIONS_ROLLUP_DAYS,
        alertDays: variables.OPERATIONS_ALERT_DAYS,
      },
      patience: {
        worseAfterMs: variables.OPERATIONS_WORSE_AFTER_SECONDS * 1_000,
        betterAfterMs: variables.OPERATIONS_BETTER_AFTER_SECONDS * 1_000,
      },
      partitions: partitionsOver(pool),
      systemHealth: system.health,
      reads: readsOver(prisma),
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
        patience: ports.patience,
        storesIn: (tx: Db) =>
          storesIn({ tx, cause: systemCause, now: clock.now(), publish, wrote: ringDoorbell }),
      }),
      async started() {
        await ports.partitions.tend(clock.now(), ports.retention);
        ticking = setInterval(tick, limits.keepTimeMs).unref();
      },
      async stop() {
        clearInterval(ticking);
        system.stop();
        await running;
        await prisma.$disconnect();
      },
    };
  },
});
