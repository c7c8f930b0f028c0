import { processorWebhookPath } from '@voltpark/contracts';
import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { hearWebhook } from './application/hear-webhook.js';
import { regularly, type Regular } from './application/regularly.js';
import { tendMoney } from './application/tend-money.js';
import { useCases } from './application/use-cases.js';
import { workOff } from './application/work-off.js';
import { startWorker, type Worker } from '@voltpark/kit/worker';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import { knownStore } from './db/known-store.js';
import type { Db } from './db/saving.js';
import { readsOver, transactions } from './db/transactions.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';
import { openDesk } from './processor/open-desk.js';

/** Charges, invoices, and the money that is owed and paid for them. */
export const context = defineContext({
  name: 'billing',
  root: new URL('..', import.meta.url),
  environment,
  build({ environment: variables, prismaOptions, clock, log, ringDoorbell }) {
    const prisma = new PrismaClient(prismaOptions);
    const given = {
      clock,
      newId,
      log,
      reads: readsOver(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
    };
    const hear = hearWebhook(given);
    const { desk, processor, route } = openDesk(prisma, variables, { clock, log, newId, hear });
    const ports = { ...given, desk };
    const tend = tendMoney(ports);
    let tending: Regular | undefined;
    const all = useCases(ports);
    let worker: Worker | undefined;
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request, clock.now()),
      async transact<Result>(work: (tx: Db) => Promise<Result>) {
        const result = await prisma.$transaction(work);
        // What was heard has its effect now, and not at the worker's next look.
        worker?.ring();
        return result;
      },
      reactions: reactions((tx: Db) => ({ known: knownStore(tx), now: clock.now() })),
      routes: { [processorWebhookPath]: route },
      async started() {
        const round = () => processor.deliverWebhooks().then(tend);
        tending = regularly(variables.BILLING_TEND_INTERVAL_MS, round, log);
        worker = startWorker(workOff(ports), { pollMs: limits.workPollMs, log });
      },
      async stop() {
        await worker?.stop();
        await tending?.stop();
        await prisma.$disconnect();
      },
    };
  },
});
