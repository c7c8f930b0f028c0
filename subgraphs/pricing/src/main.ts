import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from './application/ports.js';
import { forgetQuotes } from './application/read-quotes.js';
import { systemCause } from './application/system.js';
import { takeInSetting } from './application/take-in-setting.js';
import { useCases } from './application/use-cases.js';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import type { Db } from './db/saving.js';
import { readsOver, storesIn, transactions } from './db/transactions.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** What parking and charging cost: tariffs, rate plans, discounts, where they count, and quotes. */
export const context = defineContext({
  name: 'pricing',
  root: new URL('..', import.meta.url),
  environment,
  build({ prismaOptions, clock, log, ringDoorbell }) {
    const prisma = new PrismaClient(prismaOptions);
    const ports: Ports = {
      clock,
      newId,
      newSecretId: randomUUID,
      wait: sleep,
      reads: readsOver(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
    };
    const all = useCases(ports);
    const forget = forgetQuotes(ports);
    let housekeeping: NodeJS.Timeout | undefined;
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request, clock.now()),
      transact: (work) => prisma.$transaction(work),
      reactions: reactions(
        (tx: Db, actorId) =>
          // The relay is told when the inbox's transaction is over, which is after the store has written: its
          // next look at the outbox finds the assignment.
          storesIn({ tx, cause: systemCause(actorId), publish, wrote: ringDoorbell }),
        takeInSetting(ports),
      ),
      async started() {
        housekeeping = setInterval(() => {
          forget(systemCause('system')).catch((error: unknown) =>
            log.error({ err: error }, 'quotes could not be forgotten'),
          );
        }, limits.housekeepingMinutes * 60_000).unref();
      },
      async stop() {
        clearInterval(housekeeping);
        await prisma.$disconnect();
      },
    };
  },
});
