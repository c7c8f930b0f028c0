import { PrismaPg } from '@prisma/adapter-pg';
import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { useCases } from './application/use-cases.js';
import { PrismaClient } from './db/generated/client.js';
import { noteReads } from './db/note-store.js';
import { transactions } from './db/transactions.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** What this context is for, in one sentence. */
export const context = defineContext({
  name: 'reservations',
  root: new URL('..', import.meta.url),
  environment,
  build({ pool, clock, ringDoorbell }) {
    const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
    const all = useCases({
      clock,
      newId,
      notes: noteReads(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
    });
    return {
      resolvers,
      requestContext: (request) => graphqlContext(all, request),
      transact: (work) => prisma.$transaction(work),
      reactions,
      stop: () => prisma.$disconnect(),
    };
  },
});
