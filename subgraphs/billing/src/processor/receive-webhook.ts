import type { Clock } from '@voltpark/kit/clock';
import type { Route } from '@voltpark/kit/context';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ProcessorNews } from '../application/hear-webhook.js';
import { paymentLimits } from '../domain/payment-limits.js';
import { webhookFault } from './webhook-signature.js';

const id = z.string().min(1).max(64);
const message = z.object({
  type: z.literal('operation.finished'),
  data: z.intersection(
    z.object({
      kind: z.enum(['AUTHORISE', 'CAPTURE', 'VOID', 'REFUND']),
      paymentId: id,
      refundId: id.nullable(),
    }),
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('APPROVED'), amountMinor: z.number().int().min(0) }),
      z.object({
        outcome: z.literal('DECLINED'),
        code: z.string().max(100),
        explanation: z.string().max(500),
      }),
    ]),
  ),
});

/** What a webhook brings: its headers and the body to the byte, as the signature is over that. */
export interface IncomingWebhook {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** The HTTP status that tells the processor what became of its webhook. */
export type WebhookStatus = 204 | 400 | 401 | 404;

/** Takes in a webhook of the processor: genuine, fresh, of a form that we know, and of a payment of ours. */
export function receiveWebhook(parts: {
  readonly key: Buffer;
  readonly clock: Clock;
  readonly hear: (news: ProcessorNews) => Promise<boolean>;
}) {
  return async ({ headers, body }: IncomingWebhook): Promise<WebhookStatus> => {
    if (webhookFault(parts.key, headers, body, parts.clock.now()) !== null) return 401;
    const news = newsOf(body);
    if (news === null) return 400;
    return (await parts.hear({ ...news, webhookId: String(headers['webhook-id']) })) ? 204 : 404;
  };
}

function newsOf(body: string): Omit<ProcessorNews, 'webhookId'> | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const parsed = message.safeParse(json);
  if (!parsed.success) return null;
  const { kind, paymentId, refundId, ...answer } = parsed.data.data;
  return { kind, paymentId, refundId, answer };
}

/** The endpoint: POST only, bounded, and nothing said about why something is refused. */
export function webhookRoute(receive: (webhook: IncomingWebhook) => Promise<WebhookStatus>): Route {
  return async (request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST', 'content-length': 0 }).end();
      return;
    }
    const body = await readBody(request);
    if (body === null) {
      response.writeHead(413, { connection: 'close', 'content-length': 0 }).end();
      return;
    }
    const status = await receive({ headers: request.headers, body });
    response.writeHead(status, { 'content-length': 0 }).end();
  };
}

/** The body as text; null when it is larger than any webhook of ours. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > paymentLimits.webhookBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
