import type { Route } from '@voltpark/kit/context';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { webhookLimits } from '../limits.js';

/** The headers that a receiver needs: what the signature is of, and the signature. */
const passedOn = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/**
 * Passes webhooks on to the context that they are for, whose own address nobody outside can reach: the body to the
 * byte, as the signature is over that, and of the answer the status alone. Who sent it, the context finds out.
 * @param target where the context takes them in; undefined while it is not known
 */
export function webhookRoute(target: () => URL | undefined): Route {
  let inHand = 0;
  return async (request, response) => {
    if (request.method !== 'POST') return end(response, 405, { allow: 'POST' });
    const url = target();
    if (url === undefined) return end(response, 404);
    if (inHand >= webhookLimits.inHand) return end(response, 503, { 'retry-after': '5' });
    inHand += 1;
    try {
      const body = await readBody(request);
      if (body === null) return end(response, 413, { connection: 'close' });
      return end(response, await passOn(url, request, body));
    } finally {
      inHand -= 1;
    }
  };
}

async function passOn(url: URL, request: IncomingMessage, body: Buffer): Promise<number> {
  const headers = passedOn.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(headers),
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.timeout(webhookLimits.timeoutMs),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // Whatever was wrong, it is to be sent again.
    return 504;
  }
}

/** The body; null when it is too large to be a webhook. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > webhookLimits.bodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, 'content-length': 0, 'cache-control': 'no-store' });
  response.end();
}
