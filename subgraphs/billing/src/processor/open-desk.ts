import type { Clock } from '@voltpark/kit/clock';
import type { Route } from '@voltpark/kit/context';
import type { Logger } from '@voltpark/kit/log';
import type { ProcessorNews } from '../application/hear-webhook.js';
import { deskOf, type Desk } from '../application/processor.js';
import type { PrismaClient } from '../db/generated/client.js';
import { paymentLimits } from '../domain/payment-limits.js';
import type { Environment } from '../environment.js';
import { receiveWebhook, webhookRoute } from './receive-webhook.js';
import { simulatedProcessor, type SimulatedProcessor } from './simulated-processor.js';
import { simulatedStore } from './simulated-store.js';
import { randomWebhookKey, type SignedWebhook } from './webhook-signature.js';

/** The processor and everything that goes between it and us. */
export interface OpenDesk {
  readonly desk: Desk;
  readonly route: Route;
  readonly processor: SimulatedProcessor;
}

/**
 * Opens the desk of the simulated processor.
 * @param hear what happens with its news; named when it is called, as it needs the desk itself
 */
export function openDesk(
  prisma: PrismaClient,
  variables: Environment,
  given: {
    readonly clock: Clock;
    readonly log: Logger;
    readonly newId: () => string;
    readonly hear: (news: ProcessorNews) => Promise<boolean>;
  },
): OpenDesk {
  const { clock, log, newId, hear } = given;
  const key = variables.BILLING_PROCESSOR_WEBHOOK_SECRET ?? randomWebhookKey();
  const receive = receiveWebhook({ key, clock, hear });
  const url = variables.BILLING_PROCESSOR_WEBHOOK_URL;
  const deliver = (webhook: SignedWebhook): Promise<boolean> =>
    (url === undefined
      ? receive(webhook).then((status) => status === 204)
      : send(url, webhook)
    ).catch((error: unknown) => {
      log.warn({ err: error }, 'a webhook could not be delivered, comes again');
      return false;
    });
  const store = simulatedStore(prisma);
  const processor = simulatedProcessor({ store, clock, newId, secret: key, deliver });
  const desk = deskOf(processor, variables.BILLING_PROCESSOR_DEADLINE_MS, (error) =>
    log.warn({ err: error }, 'the line to the processor broke; it is asked what became of it'),
  );
  return { desk, route: webhookRoute(receive), processor };
}

async function send(url: string, { headers, body }: SignedWebhook): Promise<boolean> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(paymentLimits.webhookDeliveryMs),
  });
  await response.arrayBuffer();
  return response.ok;
}
