import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { webhookLimits } from '../../../src/limits.js';
import { webhookRoute } from '../../../src/server/webhook-route.js';
import { patienceMs } from '../../support/patience.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
}

/** A front door before the target. */
const doorBefore = (target: () => URL | undefined) => {
  const route = webhookRoute(target);
  return listen((request, response) => void route(request, response));
};

/** A context that keeps what it is sent. */
async function context(status: number) {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const url = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, { 'x-inside': 'secret' }).end('inside');
    });
  });
  return { url, got };
}

const signed = {
  'content-type': 'application/json',
  'webhook-id': 'msg_1',
  'webhook-timestamp': '1777622400',
  'webhook-signature': 'v1,abc',
};

describe('a webhook at the front door', () => {
  it('reaches the context to the byte, with its signature and nothing else', async () => {
    const { url, got } = await context(204);
    const door = await doorBefore(() => url);
    const body = '{ "ü" :\t1 }\n';
    const headers = { ...signed, authorization: 'Bearer x', 'x-voltpark-actor': 'forged' };
    expect((await fetch(door, { method: 'POST', headers, body })).status).toBe(204);
    expect(got).toMatchObject([{ headers: signed, body }]);
    expect(got[0]?.headers).not.toHaveProperty('authorization');
    expect(got[0]?.headers).not.toHaveProperty('x-voltpark-actor');
  });

  it('is answered with the status of the context alone', async () => {
    const { url } = await context(401);
    const answer = await fetch(await doorBefore(() => url), { method: 'POST', headers: signed });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('x-inside')).toBeNull();
  });

  it('is refused by other methods, when it is too large, and when nobody takes it', async () => {
    const { url, got } = await context(204);
    const door = await doorBefore(() => url);
    expect((await fetch(door)).status).toBe(405);
    const body = 'x'.repeat(webhookLimits.bodyBytes + 1);
    expect((await fetch(door, { method: 'POST', body })).status).toBe(413);
    expect(got).toEqual([]);
    const nowhere = await doorBefore(() => undefined);
    expect((await fetch(nowhere, { method: 'POST', body: '{}' })).status).toBe(404);
    const down = await doorBefore(() => new URL('http://127.0.0.1:1/hook'));
    expect((await fetch(down, { method: 'POST', body: '{}' })).status).toBe(504);
  });

  it('waits outside when too many are in hand', { timeout: 60_000 }, async () => {
    const waiting: (() => void)[] = [];
    let arrived: () => void = () => undefined;
    const full = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const url = await listen((request, response) => {
      request.resume();
      waiting.push(() => response.writeHead(204).end());
      if (waiting.length === webhookLimits.inHand) arrived();
    });
    const door = await doorBefore(() => url);
    const post = () => fetch(door, { method: 'POST', body: '{}' }).then(({ status }) => status);
    const held = Array.from({ length: webhookLimits.inHand }, post);
    await full;
    expect(await post()).toBe(503);
    for (const go of waiting) go();
    expect(new Set(await Promise.all(held))).toEqual(new Set([204]));
    const last = post();
    await expect.poll(() => waiting.length, { timeout: patienceMs }).toBe(webhookLimits.inHand + 1);
    waiting.at(-1)?.();
    expect(await last).toBe(204);
  });
});
