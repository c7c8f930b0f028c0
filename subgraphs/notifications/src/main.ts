import { defineContext } from '@voltpark/kit/context';
import { newId } from '@voltpark/kit/ids';
import { randomBytes } from 'node:crypto';
import { systemCause, type Ports } from './application/ports.js';
import { sendDue } from './application/send.js';
import { useCases } from './application/use-cases.js';
import { startWorker, type Worker } from '@voltpark/kit/worker';
import { recordingOutlet } from './channels/recording.js';
import { smtpOutlet } from './channels/smtp.js';
import { webhookOutlet } from './channels/webhook.js';
import { takeDue } from './db/delivery-store.js';
import { tidyUp } from './db/housekeeping.js';
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

/** Notices to people and to tenants' systems, and how each is delivered. */
export const context = defineContext({
  name: 'notifications',
  root: new URL('..', import.meta.url),
  environment,
  build({ environment: variables, prismaOptions, clock, log, ringDoorbell, liveEvents }) {
    const prisma = new PrismaClient(prismaOptions);
    const { NOTIFICATIONS_SMTP_URL: url, NOTIFICATIONS_MAIL_FROM: from } = variables;
    const smtp = url === undefined ? null : smtpOutlet({ url, from });
    if (smtp === null) log.info('no mail server is set: mails are recorded and not sent');
    let worker: Worker | undefined;
    let housekeeping: NodeJS.Timeout | undefined;
    const removeOld = tidyUp(prisma);
    const ports: Ports = {
      ...{ clock, log, newId, liveEvents },
      outlets: {
        EMAIL: smtp ?? recordingOutlet(),
        SMS: recordingOutlet(),
        PUSH: recordingOutlet(),
        WEBHOOK: webhookOutlet(),
      },
      reads: readsOver(prisma),
      takeDue: takeDue(prisma),
      transact: transactions(prisma, publish, ringDoorbell),
      ringSender: () => worker?.ring(),
    };
    const all = useCases(ports, () => randomBytes(32));
    return {
      resolvers,
      people: personalData,
      requestContext: (request) => graphqlContext(all, request),
      async transact<Result>(work: (tx: Db) => Promise<Result>) {
        const result = await prisma.$transaction(work);
        // What was heard may be something to send, and is something to tell: now, and not at the next look.
        ringDoorbell();
        worker?.ring();
        return result;
      },
      reactions: reactions<Db>({
        newId,
        now: () => clock.now(),
        storesIn: (tx) => storesIn({ tx, cause: systemCause, publish, wrote: () => undefined }),
      }),
      async started() {
        worker = startWorker(sendDue(ports), { pollMs: limits.roundMs, log });
        housekeeping = setInterval(() => {
          removeOld(clock.now()).catch((error: unknown) =>
            log.error({ err: error }, 'removing old notices failed'),
          );
        }, limits.housekeepingMs).unref();
      },
      async stop() {
        clearInterval(housekeeping);
        await worker?.stop();
        smtp?.close();
        await prisma.$disconnect();
      },
    };
  },
});
