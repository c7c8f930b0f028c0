import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { jwksPath } from '@voltpark/contracts';
import { bootstrapAdmin } from './application/bootstrap-admin.js';
import { keepHouse } from './application/keep-house.js';
import { advanceErasures } from './application/erasure.js';
import { endPasses } from './application/keep-passes.js';
import { systemCause, type Ports } from './application/ports.js';
import { seeing } from './application/read.js';
import { recordForeignChange } from './application/record-foreign-change.js';
import { useCases } from './application/use-cases.js';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import { readsOver, storesIn, transactions } from './db/transactions.js';
import type { Db } from './db/tx.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publish } from './events/publish.js';
import { reactions } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';
import { createAccessTokens } from './security/access-tokens.js';
import { jwksRoute } from './security/jwks-route.js';
import { createPasswords } from './security/passwords.js';
import { secrets } from './security/secrets.js';

export { generateSigningJwks } from './security/access-tokens.js';

/** People and what is theirs: accounts, customers, vehicles, payment methods, staff, API keys, the audit log. */
export const context = defineContext({
  name: 'accounts',
  root: new URL('..', import.meta.url),
  environment,
  async build({ environment: variables, prismaOptions, clock, log, ringDoorbell }) {
    const prisma = new PrismaClient(prismaOptions);
    const saving = { now: () => clock.now(), newId, publish };
    const ports: Ports = {
      clock,
      newId,
      log,
      secrets,
      reads: readsOver(prisma),
      transact: transactions(prisma, saving, ringDoorbell),
      passwords: await createPasswords(clock),
      accessTokens: await createAccessTokens(variables.ACCOUNTS_SIGNING_JWKS, {
        issuer: variables.ACCOUNTS_TOKEN_ISSUER,
        audience: variables.ACCOUNTS_TOKEN_AUDIENCE,
      }),
    };
    const all = useCases(ports);
    const seen = seeing(ports);
    const forget = keepHouse(ports);
    const end = endPasses(ports);
    let housekeeping: NodeJS.Timeout | undefined;
    let endingPasses: NodeJS.Timeout | undefined;
    const erasing = {
      clock,
      transact: ports.transact,
      tokensLiveMs: variables.ACCOUNTS_ERASURE_SEAL_SECONDS * 1_000,
    };
    const advance = advanceErasures(erasing);
    let goingOn: NodeJS.Timeout | undefined;
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, seen, request, clock.now()),
      transact: (work) => prisma.$transaction(work),
      reactions: reactions(recordForeignChange({ newId }), erasing, (tx: Db) =>
        storesIn(tx, systemCause, saving, ringDoorbell),
      ),
      routes: { [jwksPath]: jwksRoute(variables.ACCOUNTS_SIGNING_JWKS) },
      async started() {
        const email = variables.ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL;
        const password = variables.ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD;
        if (email !== undefined && password !== undefined) {
          await bootstrapAdmin(ports)({ email, password });
        }
        housekeeping = setInterval(() => {
          forget().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'));
        }, limits.housekeepingMinutes * 60_000).unref();
        endingPasses = setInterval(() => {
          end().catch((error: unknown) => log.error({ err: error }, 'ending passes failed'));
        }, limits.passRoundSeconds * 1_000).unref();
        goingOn = setInterval(() => {
          advance().catch((error: unknown) => log.error({ err: error }, 'erasures did not go on'));
        }, limits.erasureRoundSeconds * 1_000).unref();
      },
      async stop() {
        clearInterval(housekeeping);
        clearInterval(endingPasses);
        clearInterval(goingOn);
        await prisma.$disconnect();
      },
    };
  },
});
