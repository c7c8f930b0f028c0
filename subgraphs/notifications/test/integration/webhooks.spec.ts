import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { webhookOutlet, type WebhookRules } from '../../src/channels/webhook.js';
import { isPublicAddress } from '../../src/channels/open-internet.js';
import { noon, notificationsSystem, tenantId } from '../support/system.js';

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

let calls: Call[] = [];
let status = 204;
let port = 0;
const server = createServer((request, response) => {
  void text(request).then((body) => {
    calls.push({ headers: request.headers, body, path: request.url ?? '' });
    response.writeHead(status, { location: `http://127.0.0.1:${port}/elsewhere` }).end('ok');
  });
});
beforeAll(async () => {
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
});
beforeEach(() => {
  calls = [];
  status = 204;
});

const secret = Buffer.alloc(32, 7);
/** The rules of the open internet, but for the spec's own server. */
const withOwnServer: WebhookRules = {
  urlFault: () => null,
  isAllowed: (address) => address === '127.0.0.1',
  addressesOf: () => Promise.resolve(['127.0.0.1']),
};
const call = (rules: WebhookRules | undefined, url: string) =>
  webhookOutlet(rules).send(
    { id: 'd1', url, secret, body: '{"a":1}', at: noon },
    AbortSignal.timeout(30_000),
  );
const own = (path = '/hook') => `http://tenant.example:${port}${path}`;

describe('webhooks', () => {
  it('are signed over id, time and body, and the id stays at each attempt', async () => {
    expect(await call(withOwnServer, own())).toEqual({ type: 'SENT', providerId: null });
    await call(withOwnServer, own());
    const [first, second] = calls;
    const seconds = String(noon.getTime() / 1000);
    const signature = createHmac('sha256', secret).update(`d1.${seconds}.{"a":1}`).digest('base64');
    expect(first).toMatchObject({
      body: '{"a":1}',
      headers: {
        'webhook-id': 'd1',
        'webhook-timestamp': seconds,
        'webhook-signature': `v1,${signature}`,
        'content-type': 'application/json',
      },
    });
    expect(second?.headers['webhook-id']).toBe('d1');
  });

  it.each([
    [301, true],
    [307, true],
    [410, true],
    [404, false],
    [500, false],
  ])(
    'that are answered with %i are given up: %s; nobody is redirected',
    async (answered, isFinal) => {
      status = answered;
      expect(await call(withOwnServer, own())).toMatchObject({ type: 'FAILED', isFinal });
      expect(calls.map(({ path }) => path)).toEqual(['/hook']);
    },
  );

  it.each([
    ['a name for this machine', 'tenant.example', ['127.0.0.1']],
    ['a name for the metadata service', 'tenant.example', ['169.254.169.254']],
    ['a name of which one address is closed', 'tenant.example', ['8.8.8.8', '10.0.0.1']],
    ['a name for a mapped address', 'tenant.example', ['::ffff:127.0.0.1']],
    ['a literal address', '127.0.0.1', []],
    ['a literal address of version 6', '[::1]', []],
  ])('never go to %s', async (_what, host, addresses) => {
    const rules = {
      urlFault: () => null,
      isAllowed: isPublicAddress,
      addressesOf: () => Promise.resolve(addresses),
    };
    expect(await call(rules, `http://${host}:${port}/`)).toEqual({
      ...{ type: 'FAILED', isFinal: true },
      reason: 'The endpoint is not on the open internet.',
    });
    expect(calls).toEqual([]);
  });

  it('go to the very address that was looked at, however often the name changes its meaning', async () => {
    let asked = 0;
    const rules: WebhookRules = {
      ...withOwnServer,
      addressesOf: () => Promise.resolve((asked += 1) === 1 ? ['127.0.0.1'] : ['127.0.0.2']),
    };
    expect(await call(rules, own())).toMatchObject({ type: 'SENT' });
    expect(asked).toBe(1);
  });

  it('are refused by the rules of the open internet when they are not https', async () => {
    expect(await call(undefined, own())).toMatchObject({ type: 'FAILED', isFinal: true });
    expect(calls).toEqual([]);
  });

  it('tell a tenant what happened, as data and without names, once an event', async () => {
    const system = await notificationsSystem({ WEBHOOK: webhookOutlet(withOwnServer) });
    try {
      await system.transact({ actor: { id: 'x' } as never }, async ({ endpointStore }) => {
        const given = { tenantId, url: own(), secret, createdAt: noon };
        await endpointStore.add({ ...given, id: 'all', kinds: [] });
        await endpointStore.add({ ...given, id: 'other', kinds: ['PARKED'] });
        await endpointStore.add({ ...given, id: 'stranger', tenantId: 'tenant-two', kinds: [] });
      });
      await system.knows('anna');
      await system.interrupted('anna', { id: 'one' });
      await system.interrupted('anna', { id: 'one' });
      await system.sends();
      expect(calls).toHaveLength(1);
      expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
        type: 'CHARGING_INTERRUPTED',
        timestamp: noon.toISOString(),
        data: { tenantId, registration: 'DDAB123', energy: 12_340 },
      });
      expect(calls[0]?.body).not.toMatch(/anna/i);
    } finally {
      await system.stop();
    }
  });
});
