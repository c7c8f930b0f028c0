import { PrismaPg } from '@prisma/adapter-pg';
import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { useCases } from './application/use-cases.js';
import { PrismaClient } from './db/generated/client.js';
import { readsOver, transactions } from './db/transactions.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** Charges, invoices, and the money that is owed and paid for them. */
export const context = defineContext({
  name: 'billing',
  root: new URL('..', import.meta.url),
  environment,
  build({ pool, clock, log, ringDoorbell }) {
    const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
    const all = useCases({
      clock,
      newId,
      log,
      reads: readsOver(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
    });
    return {
      resolvers,
      requestContext: (request) => graphqlContext(all, request, clock.now()),
      transact: (work) => prisma.$transaction(work),
      reactions,
      stop: () => prisma.$disconnect(),
    };
  },
});
