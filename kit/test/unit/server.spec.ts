import { anonymous, type Actor } from '@voltpark/contracts';
import { createClient, type Client } from 'graphql-ws';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createActorSigner, generateActorKeys, type ActorSigner } from '../../src/actor-token.js';
import type { RunningContext } from '../../src/context.js';
import { liveEvent } from '../../src/graphql/live.js';
import type { RequestContext } from '../../src/graphql/request-context.js';
import { buildSchemaFromSdl } from '../../src/graphql/schema.js';
import { limits } from '../../src/limits.js';
import { createLogger } from '../../src/log.js';
import type { SubgraphRequest } from '../../src/request.js';
import { serveContext, type ContextServer } from '../../src/server/server.js';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])
  type Query { who: String  mine: String @authenticated  slow: String  size(of: [String!]!): Int }
  type Subscription { ticks(to: Int!): Tick }
  type Tick { n: Int!  who: String! }
  type Gate @key(fields: "id") { id: ID! }
`;

const driver: Actor = {
  kind: 'PERSON',
  id: 'p1',
  roles: ['DRIVER'],
  scopes: [],
  tenantId: null,
  customerId: null,
};

const log = createLogger('gatehouse', 'silent');
let seen: SubgraphRequest | undefined;
let letSlowEnd: () => void = () => {};
let slowBegun: Promise<void>;
let slowBegins: () => void = () => {};
let subscriberLeft: Promise<void>;
let leaves: () => void = () => {};
let unready: Record<string, string> = {};

const context: RunningContext = {
  name: 'gatehouse',
  schema: buildSchemaFromSdl(sdl, {
    Query: {
      who: (_: unknown, __: unknown, { request }: RequestContext) => request.actor.id,
      mine: () => 'yours',
      size: (_: unknown, { of }: { of: string[] }) => of.length,
      slow: () =>
        new Promise((resolve) => {
          letSlowEnd = () => resolve('done');
          slowBegins();
        }),
    },
    Tick: { who: (_: unknown, __: unknown, { request }: RequestContext) => request.actor.id },
    Subscription: {
      ticks: {
        async *subscribe(_: unknown, { to }: { to: number }, { signal }: RequestContext) {
          for (let n = 1; n <= to; n += 1) {
            yield liveEvent({ ticks: { n } }, { cursor: `e.${n}`, position: n });
          }
          if (to > 0) return;
          yield liveEvent({ ticks: { n: 0 } }, { cursor: 'e.0', position: 0 });
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
          leaves();
        },
      },
    },
  }),
  requestContext: (request) => {
    seen = request;
    return {};
  },
  routes: { '/keys': (_request, response) => void response.end('the keys') },
  unready: () => Promise.resolve(unready),
  stop: () => Promise.resolve(),
};

let keys: { privateJwk: string; publicJwk: string };
let signer: ActorSigner;
let server: ContextServer;

beforeAll(async () => {
  keys = await generateActorKeys();
  signer = await createActorSigner(keys.privateJwk);
  server = await serveContext(context, { actorPublicKey: keys.publicJwk, log });
});
afterAll(() => server.stop());

const at = (path: string) => new URL(path, server.url);

async function post(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const asActor = async (actor: Actor, more: Record<string, string> = {}) => ({
  'x-voltpark-actor': await signer.sign(actor),
  ...more,
});

describe('A subgraph over HTTP', () => {
  it('answers a gateway for the actor it names', async () => {
    expect(await post({ query: '{ who mine }' }, await asActor(driver))).toEqual({
      status: 200,
      body: { data: { who: 'p1', mine: 'yours' } },
    });
    const { body } = await post({ query: '{ who mine }' }, await asActor(anonymous));
    expect(body).toMatchObject({
      data: { who: 'anonymous', mine: null },
      errors: [{ path: ['mine'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it.each([
    ['a query', { query: '{ who }' }],
    ['the schema', { query: '{ _service { sdl } }' }],
    ['entities', { query: '{ _entities(representations: []) { __typename } }' }],
  ])('refuses %s without an actor token', async (_what, body) => {
    const stranger = await createActorSigner((await generateActorKeys()).privateJwk);
    const forged = await stranger.sign(driver);
    for (const headers of [{}, { 'x-voltpark-actor': 'x.y.z' }, { 'x-voltpark-actor': forged }]) {
      const refused = await post(body, headers);
      expect(refused.status).toBe(401);
      expect(refused.body).not.toHaveProperty('data');
    }
  });

  it('takes over correlation id, trace and deadline, and bounds the deadline', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const headers = await asActor(driver, {
      'x-correlation-id': 'corr-1',
      'x-deadline': String(Date.now() + 3_600_000),
      traceparent,
    });
    await post({ query: '{ who }' }, headers);
    expect(seen).toMatchObject({ actor: driver, correlationId: 'corr-1', traceparent });
    expect(seen?.deadline).toBeLessThanOrEqual(Date.now() + limits.longestDeadlineMs);
  });

  it('gives up at the deadline', async () => {
    const headers = await asActor(driver, { 'x-deadline': String(Date.now() + 30) });
    const { body } = await post({ query: '{ slow }' }, headers);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'DEADLINE_EXCEEDED' } }] });
    letSlowEnd();
  });

  it.each([
    ['what is not JSON', '{ who }', 400],
    ['what is not a request', '{"query": 7}', 400],
    ['variables that are a list', '{"query": "{ who }", "variables": []}', 400],
    ['more than its limit', `{"query": "${'x'.repeat(limits.subgraphBodyBytes)}"}`, 413],
  ])('refuses %s', async (_what, body, status) => {
    expect((await post(body, await asActor(driver))).status).toBe(status);
  });

  it('takes a thousand representations', async () => {
    const of = Array<string>(1_000).fill('{"__typename":"Facility","id":"0190b2c3"}'.repeat(5));
    const query = 'query($of: [String!]!) { size(of: $of) }';
    const { body } = await post({ query, variables: { of } }, await asActor(driver));
    expect(body).toEqual({ data: { size: 1_000 } });
  });

  it('says whether it is alive, whether it can serve, and how it does', async () => {
    expect((await fetch(at('/health'))).status).toBe(200);
    expect((await fetch(at('/ready'))).status).toBe(200);
    unready = { database: 'does not answer' };
    const response = await fetch(at('/ready'));
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, unready });
    unready = {};
    const metrics = await (await fetch(at('/metrics'))).text();
    expect(metrics).toMatch(
      /voltpark_subgraph_requests_total\{context="gatehouse",outcome="ok"\} [1-9]/,
    );
  });

  it('serves the routes of its context, and nothing else', async () => {
    expect(await (await fetch(at('/keys'))).text()).toBe('the keys');
    expect((await fetch(at('/etc'))).status).toBe(404);
    expect((await fetch(server.url)).status).toBe(405);
  });
});

function client(connectionParams: Record<string, unknown>): Client {
  return createClient({
    url: server.url.replace('http:', 'ws:'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  });
}

async function collect(of: Client, query: string, extensions?: Record<string, unknown>) {
  const results: unknown[] = [];
  for await (const result of of.iterate({ query, ...(extensions && { extensions }) })) {
    results.push(result);
  }
  return results;
}

describe('A subgraph over WebSocket', () => {
  it('sends events with their position', async () => {
    const gateway = client({ actor: await signer.sign(driver) });
    expect(await collect(gateway, 'subscription { ticks(to: 2) { n who } }')).toEqual([
      { data: { ticks: { n: 1, who: 'p1' } }, extensions: { cursor: 'e.1', position: 1 } },
      { data: { ticks: { n: 2, who: 'p1' } }, extensions: { cursor: 'e.2', position: 2 } },
    ]);
    await gateway.dispose();
  });

  it('carries the subscriptions of many actors on one socket', async () => {
    const gateway = client({ actor: await signer.sign(anonymous) });
    const query = 'subscription { ticks(to: 1) { who } }';
    const both = await Promise.all([
      collect(gateway, query, { actor: await signer.sign(driver), correlationId: 'c-9' }),
      collect(gateway, query),
    ]);
    expect(both).toMatchObject([
      [{ data: { ticks: { who: 'p1' } } }],
      [{ data: { ticks: { who: 'anonymous' } } }],
    ]);
    await gateway.dispose();
  });

  it('is closed to whoever has no actor token', async () => {
    for (const params of [{}, { actor: 'x.y.z' }]) {
      await expect(
        collect(client(params), 'subscription { ticks(to: 1) { n } }'),
      ).rejects.toMatchObject({
        code: 4403,
      });
    }
    const gateway = client({ actor: await signer.sign(driver) });
    await expect(
      collect(gateway, 'subscription { ticks(to: 1) { n } }', { actor: 'x.y.z' }),
    ).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await gateway.dispose();
  });

  it('answers a refused subscription once', async () => {
    const gateway = client({ actor: await signer.sign(driver) });
    expect(await collect(gateway, 'subscription { nothing }')).toMatchObject([
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
    await gateway.dispose();
  });

  it.each(['unsubscribes', 'is cut off'])('lets go of a subscriber who %s', async (how) => {
    subscriberLeft = new Promise((resolve) => (leaves = resolve));
    const gateway = client({ actor: await signer.sign(driver) });
    const events = gateway.iterate({ query: 'subscription { ticks(to: 0) { n } }' });
    await events.next();
    if (how === 'unsubscribes') await events.return?.();
    else gateway.terminate();
    await subscriberLeft;
    await Promise.resolve(events.return?.()).catch(() => undefined);
    await gateway.dispose();
  });
});

describe('A subgraph that is told to stop', () => {
  it('finishes what is in flight, closes sockets with 1001 and takes no more connections', async () => {
    const leaving = await serveContext(context, { actorPublicKey: keys.publicJwk, log });
    slowBegun = new Promise((resolve) => (slowBegins = resolve));
    const patient = { 'x-deadline': String(Date.now() + limits.longestDeadlineMs) };
    const headers = { 'content-type': 'application/json', ...(await asActor(driver, patient)) };
    const inFlight = fetch(leaving.url, { method: 'POST', headers, body: '{"query":"{ slow }"}' });
    await slowBegun;
    const socket = new WebSocket(leaving.url.replace('http:', 'ws:'), 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));

    const stopped = leaving.stop();
    expect(await closed).toBe(1001);
    letSlowEnd();
    const response = await inFlight;
    expect(await response.json()).toEqual({ data: { slow: 'done' } });
    await stopped;
    const refused = await new Promise<string>((resolve) => {
      const late = connect(leaving.port, '127.0.0.1');
      late.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      late.once('connect', () => resolve('connected'));
    });
    expect(refused).toBe('ECONNREFUSED');
  });
});
