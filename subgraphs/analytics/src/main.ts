import type { Actor } from '@voltpark/contracts';
import { defineContext } from '@voltpark/kit/context';
import { forgetOld } from './application/forget-old.js';
import type { Ports } from './application/ports.js';
import { tellDays, tellKpis } from './application/tell.js';
import { Touched } from './application/touched.js';
import { useCases } from './application/use-cases.js';
import { publicHolidays } from './calendar/public-holidays.js';
import { factsIn } from './db/facts.js';
import { PrismaClient } from './db/generated/client.js';
import { personalData } from './db/personal-data.js';
import { readsOver } from './db/reads.js';
import { retentionOver } from './db/retention.js';
import { tellingOver } from './db/telling.js';
import { limits } from './domain/limits.js';
import { environment } from './environment.js';
import { publishing } from './events/publish.js';
import { reactions, touching } from './events/react.js';
import { graphqlContext } from './graphql/context.js';
import { resolvers } from './graphql/resolvers.js';

/** Who causes what happens by itself. */
const system: Actor = {
  kind: 'SYSTEM',
  id: 'system',
  roles: [],
  scopes: [],
  tenantId: null,
  customerId: null,
};

/** What all the others' events come to: occupancy, performance, reports, key figures. */
export const context = defineContext({
  name: 'analytics',
  root: new URL('..', import.meta.url),
  environment,
  build({ prismaOptions, clock, log, liveEvents, ringDoorbell, environment: variables }) {
    const prisma = new PrismaClient(prismaOptions);
    const ports: Ports = {
      clock,
      reads: readsOver(prisma, () => clock.now()),
      telling: tellingOver(
        (work) => prisma.$transaction(work),
        ringDoorbell,
        () => clock.now(),
      ),
    };
    const touched = new Touched();
    const withDays = new Touched();
    const all = useCases({ ...ports, liveEvents, publicHolidays });
    const tells = publishing({ actor: system });
    const tellFigures = tellKpis(ports, tells);
    const tellSummaries = tellDays(ports, tells);
    const forget = forgetOld(ports, retentionOver(prisma), {
      logDays: variables.ANALYTICS_EVENT_LOG_DAYS,
    });
    const timers: NodeJS.Timeout[] = [];
    const regularly = (everyMs: number, what: string, work: () => Promise<unknown>) => {
      let isAtIt = false;
      const run = () => {
        if (isAtIt) return;
        isAtIt = true;
        work()
          .catch((error: unknown) => log.error({ err: error }, `${what} failed`))
          .finally(() => (isAtIt = false));
      };
      timers.push(setInterval(run, everyMs).unref());
    };
    return {
      resolvers,
      requestContext: (request) => graphqlContext(all, request),
      transact: (work) => prisma.$transaction(work),
      people: personalData,
      reactions: touching(reactions(factsIn), {
        add(facilityId) {
          touched.add(facilityId);
          withDays.add(facilityId);
        },
      }),
      async started() {
        for (const id of await ports.reads.facilityIds()) touched.add(id);
        regularly(limits.kpiTellMs, 'telling key figures', () => tellFigures(touched.take()));
        regularly(limits.dayTellMs, 'telling days', () => tellSummaries([]));
        regularly(limits.dayAgainMs, 'telling days again', () => tellSummaries(withDays.take()));
        regularly(limits.pruneMs, 'removing what is past its time', forget);
      },
      async stop() {
        for (const timer of timers) clearInterval(timer);
        await prisma.$disconnect();
      },
    };
  },
});
