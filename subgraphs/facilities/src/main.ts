import type { Actor } from '@voltpark/contracts';
import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { useCases } from './application/use-cases.js';
import { freePlacesStore } from './db/free-places-store.js';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import type { Db } from './db/saving.js';
import { readsOver, storesIn, transactions } from './db/transactions.js';
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

/** Tenants, facilities and their settings. */
export const context = defineContext({
  name: 'facilities',
  root: new URL('..', import.meta.url),
  environment,
  build({ prismaOptions, clock, ringDoorbell }) {
    const prisma = new PrismaClient(prismaOptions);
    const all = useCases({
      clock,
      newId,
      reads: readsOver(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
    });
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request, clock.now()),
      transact: (work) => prisma.$transaction(work),
      reactions: reactions({ clock }, (tx: Db) => ({
        ...storesIn({ tx, cause: { actor: system }, publish, wrote: ringDoorbell }),
        freePlaces: freePlacesStore(tx),
      })),
      stop: () => prisma.$disconnect(),
    };
  },
});
