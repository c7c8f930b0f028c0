import type { Actor } from '@voltpark/contracts';
import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { startWorker, type Worker } from '@voltpark/kit/worker';
import { forgetPast } from './application/forget-past.js';
import { expireHolds } from './application/keep-slots.js';
import type { Ports } from './application/ports.js';
import { useCases } from './application/use-cases.js';
import { entryOver } from './db/gate-entry.js';
import { exitOver } from './db/gate-exit.js';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import { readsOver } from './db/reads.js';
import type { Db } from './db/saving.js';
import { storesIn, transactions } from './db/transactions.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** Who causes what follows from events of other contexts. */
const system: Actor = {
  kind: 'SYSTEM',
  id: 'system',
  roles: [],
  scopes: [],
  tenantId: null,
  customerId: null,
};

/** Levels, slots, stays and how full facilities are. */
export const context = defineContext({
  name: 'parking',
  root: new URL('..', import.meta.url),
  environment,
  build({ pool, prismaOptions, clock, log, ringDoorbell, liveEvents }) {
    const prisma = new PrismaClient(prismaOptions);
    const ports: Ports = {
      clock,
      newId,
      system: { actor: system },
      reads: readsOver(prisma),
      gate: {
        ...entryOver(pool, publish, ringDoorbell),
        ...exitOver(pool, publish, ringDoorbell),
      },
      transact: transactions(prisma, publish, clock, ringDoorbell),
    };
    const all = useCases({ ...ports, liveEvents });
    let workers: Worker[] = [];
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request, clock.now()),
      transact: (work) => prisma.$transaction(work),
      reactions: reactions(ports, (tx: Db) =>
        storesIn({ tx, cause: { actor: system }, now: clock.now(), publish, wrote: ringDoorbell }),
      ),
      started() {
        workers = [
          startWorker(expireHolds(ports), { pollMs: limits.holdExpiryMs, log }),
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
