import { createClient } from 'graphql-sse';
import type { ExecutionResult } from 'graphql';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLiveGateway, type LiveGateway } from '../../support/live-gateway.js';
import { anna, makeLots, type Lots } from '../../support/lots.js';
import { connect, lotChanges, Viewer, type SeenChange } from '../../support/viewer.js';

let lots: Lots;
let gateway: LiveGateway;

beforeEach(async () => {
  lots = makeLots();
  lots.identities.set('Bearer anna', { actor: anna, expiresAt: null });
  gateway = await startLiveGateway(lots);
});

afterEach(async () => {
  await gateway.close();
});

/** An event stream, read as text. */
async function stream(
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<{ response: IncomingMessage; readUntil(part: string): Promise<string>; end(): void }> {
  const sent = httpRequest(gateway.httpUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(body));
  const response = await new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
  response.on('error', () => undefined);
  let text = '';
  const watchers = new Set<() => void>();
  const look = (): void => {
    for (const watcher of watchers) watcher();
    watchers.clear();
  };
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    look();
  });
  response.on('close', look);
  return {
    response,
    async readUntil(part) {
      while (!text.includes(part)) {
        if (response.destroyed) throw new Error(`Ended without ${part}: ${text}`);
        await new Promise<void>((resolve) => watchers.add(resolve));
      }
      return text;
    },
    end: () => sent.destroy(),
  };
}

describe('An event stream', () => {
  it('serves graphql-sse’s own client: snapshot, changes, completion', async () => {
    const client = createClient({ url: gateway.httpUrl, retryAttempts: 0 });
    const changes = client.iterate<{ lotChanges: SeenChange }>({
      query: lotChanges,
      variables: { lotId: 'A' },
    });
    const next = async () =>
      (await changes.next()).value as ExecutionResult<{ lotChanges: SeenChange }>;
    expect((await next()).data?.lotChanges).toMatchObject({
      kind: 'SNAPSHOT',
      lot: { name: 'Lot A' },
    });
    lots.stream.publish('A');
    expect((await next()).data?.lotChanges.position).toBe(1);
    lots.stream.completeAll();
    expect(await changes.next()).toMatchObject({ done: true });
    client.dispose();
  });

  it('answers a query of graphql-sse’s client', async () => {
    const client = createClient({ url: gateway.httpUrl, retryAttempts: 0 });
    const results = client.iterate({ query: '{ lot(id: "A") { name } }' });
    expect(await results.next()).toMatchObject({
      value: { data: { lot: { name: 'Lot A' } } },
    });
    expect(await results.next()).toMatchObject({ done: true });
    client.dispose();
  });

  it('has cursors as event ids, and goes on behind `Last-Event-ID`', async () => {
    const query = { query: lotChanges, variables: { lotId: 'A' } };
    const first = await stream(query);
    await first.readUntil('"SNAPSHOT"');
    lots.stream.publish('A');
    const cursor = lots.stream.cursorAt(1);
    await first.readUntil(`\nid: ${cursor}\n`);
    expect(first.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
    });
    first.end();
    await lots.stream.untilOpen(0);
    lots.stream.publish('A');
    const second = await stream(query, { 'last-event-id': cursor });
    const text = await second.readUntil('"position":2');
    expect(text).not.toContain('SNAPSHOT');
    second.end();
    await lots.stream.untilOpen(0);
  });

  it('shares upstream and execution with WebSockets', async () => {
    const client = connect(gateway.webSocketUrl);
    const viewer = new Viewer(client, lotChanges, { lotId: 'A' });
    const events = await stream({ query: lotChanges, variables: { lotId: 'A' } });
    await Promise.all([viewer.untilSeen(1), events.readUntil('"SNAPSHOT"')]);
    lots.stream.publish('A');
    await Promise.all([viewer.untilPosition(1), events.readUntil('"position":1')]);
    expect(lots.stream.opened).toBe(1);
    expect(lots.namesAsked()).toBe(2);
    events.end();
    await client.dispose();
    await lots.stream.untilOpen(0);
  });

  it('also serves GET, as EventSource asks, but no mutation by it', async () => {
    const get = async (query: string): Promise<string> => {
      const search = new URLSearchParams({ query, variables: '{"lotId":"A"}' });
      const response = await fetch(`${gateway.httpUrl}?${search.toString()}`, {
        headers: { accept: 'text/event-stream' },
      });
      return response.text();
    };
    expect(await get('query ($lotId: ID!) { lot(id: $lotId) { name } }')).toContain('Lot A');
    const refused = await get('mutation ($lotId: ID!) { rename(id: $lotId) { id } }');
    expect(refused).toContain('BAD_REQUEST');
    expect(refused).toContain('event: complete');
  });

  it('reports what is wrong with an operation as an event', async () => {
    const events = await stream({ query: '{ nothing }' });
    expect(events.response.statusCode).toBe(200);
    const text = await events.readUntil('event: complete');
    expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  it('tells a client whose cursor has expired, and gives it a snapshot', async () => {
    lots.stream.publish('A');
    lots.stream.floor = 1;
    const events = await stream(
      { query: lotChanges, variables: { lotId: 'A' } },
      { 'last-event-id': lots.stream.cursorAt(0) },
    );
    const text = await events.readUntil('"SNAPSHOT"');
    expect(text.indexOf('CURSOR_EXPIRED')).toBeGreaterThan(0);
    events.end();
  });
});

describe('The door of event streams', () => {
  const query = { query: '{ lot(id: "A") { id } }' };

  it.each([
    ['credentials that are wrong', query, { authorization: 'Bearer forged' }, 401],
    ['a page of another origin', query, { origin: 'https://evil.example' }, 403],
    ['what is no operation', { query: 1 }, {}, 400],
  ] as [string, Record<string, unknown>, Record<string, string>, number][])(
    'is closed to %s',
    async (_what, body, headers, status) => {
      const { response } = await stream(body, headers);
      expect(response.statusCode).toBe(status);
      response.resume();
    },
  );

  it('counts connections of a user together with WebSockets', async () => {
    await gateway.close();
    gateway = await startLiveGateway(lots, { connectionsPerUser: 2 });
    const headers = { authorization: 'Bearer anna' };
    const client = connect(gateway.webSocketUrl, headers);
    await new Viewer(client, lotChanges, { lotId: 'A' }).untilSeen(1);
    const open = await stream({ query: lotChanges, variables: { lotId: 'A' } }, headers);
    await open.readUntil('"SNAPSHOT"');
    const refused = await stream(query, headers);
    expect(refused.response.statusCode).toBe(429);
    refused.response.resume();
    open.end();
    await client.dispose();
  });

  it('ends a stream with the token', async () => {
    lots.identities.set('Bearer short', { actor: anna, expiresAt: Date.now() + 100 });
    const events = await stream(
      { query: lotChanges, variables: { lotId: 'A' } },
      { authorization: 'Bearer short' },
    );
    const text = await events.readUntil('event: complete');
    expect(text).toContain('UNAUTHENTICATED');
    await lots.stream.untilOpen(0);
  });

  it('cuts off a client that does not read', async () => {
    await gateway.close();
    gateway = await startLiveGateway(lots, { bufferedBytes: 256 * 1024 });
    const events = await stream({ query: lotChanges, variables: { lotId: 'A' } });
    await events.readUntil('"SNAPSHOT"');
    events.response.pause();
    const name = 'voltpark_live_clients_cut_total{reason="TOO_SLOW"}';
    while (Number.isNaN(await gateway.metric(name))) {
      for (let count = 0; count < 1_000; count += 1) lots.stream.publish('A');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await lots.stream.untilOpen(0);
    events.end();
  });

  it('lets nobody in while the gateway stops, and ends what is open', async () => {
    const events = await stream({ query: lotChanges, variables: { lotId: 'A' } });
    await events.readUntil('"SNAPSHOT"');
    const drained = gateway.live.drain();
    const refused = await stream(query);
    expect(refused.response.statusCode).toBe(503);
    refused.response.resume();
    await drained;
    await lots.stream.untilOpen(0);
  });
});
