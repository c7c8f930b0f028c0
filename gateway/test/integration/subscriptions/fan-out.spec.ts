import type { Client } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLiveGateway, type LiveGateway } from '../../support/live-gateway.js';
import { makeLots, type Lots } from '../../support/lots.js';
import { connect, lotChanges, Viewer } from '../../support/viewer.js';

let lots: Lots;
let gateway: LiveGateway;
const clients: Client[] = [];

const view = (variables: Record<string, unknown> = { lotId: 'A' }, query = lotChanges): Viewer => {
  const client = connect(gateway.webSocketUrl);
  clients.push(client);
  return new Viewer(client, query, variables);
};

beforeEach(async () => {
  lots = makeLots();
  gateway = await startLiveGateway(lots);
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
  await gateway.close();
});

describe('A live subscription', () => {
  it('gives a snapshot and then every change, with fields of another subgraph', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    lots.stream.publish('A');
    lots.stream.publish('B');
    lots.stream.publish('A');
    await viewer.untilPosition(3);
    expect(viewer.story).toBe('SNAPSHOT@0 CHANGE@1 CHANGE@3');
    expect(viewer.changes.map(({ lot }) => lot)).toEqual(
      Array.from({ length: 3 }, () => ({ id: 'A', name: 'Lot A' })),
    );
    expect(viewer.results[1]?.extensions).toEqual({ cursor: viewer.changes[1]?.cursor });
  });

  it('has one upstream and one execution an event, however many look on', async () => {
    const viewers = Array.from({ length: 20 }, () => view());
    await Promise.all(viewers.map((viewer) => viewer.untilSeen(1)));
    const askedBefore = lots.namesAsked();
    for (let count = 0; count < 5; count += 1) lots.stream.publish('A');
    await Promise.all(viewers.map((viewer) => viewer.untilPosition(5)));
    expect(lots.stream.open).toBe(1);
    expect(lots.stream.opened).toBe(1);
    expect(lots.namesAsked() - askedBefore).toBe(5);
    expect(new Set(viewers.map(({ story }) => story)).size).toBe(1);
    expect(await gateway.metric('voltpark_live_groups')).toBe(1);
    expect(await gateway.metric('voltpark_live_subscriptions{transport="websocket"}')).toBe(20);
    expect(await gateway.metric('voltpark_live_frames_sent_total')).toBe(120);
  });

  it('writes to many at most every so often, several frames at once, and loses none', async () => {
    await gateway.close();
    gateway = await startLiveGateway(lots, { coalescedMembers: 3, coalesceMs: 30 });
    const viewers = [view(), view(), view(), view()];
    await Promise.all(viewers.map((viewer) => viewer.untilSeen(1)));
    for (let count = 0; count < 10; count += 1) {
      lots.stream.publish('A');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(viewers.map((viewer) => viewer.untilPosition(10)));
    const everything = Array.from({ length: 11 }, (_, position) => position);
    for (const viewer of viewers) expect(viewer.positions).toEqual(everything);
  });

  it('keeps the order when a later event is executed sooner', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    let release = (): void => undefined;
    const first = new Promise<void>((resolve) => (release = resolve));
    lots.holdNames(() => first);
    const asked = lots.namesAsked();
    lots.stream.publish('A');
    await lots.untilNamesAsked(asked + 1);
    // The first goes on when the second is done.
    lots.holdNames(async () => void setImmediate(release));
    lots.stream.publish('A');
    await viewer.untilPosition(2);
    expect(viewer.positions).toEqual([0, 1, 2]);
  });

  it('goes on for the others when one leaves, and ends upstream with the last', async () => {
    const [one, two] = [view(), view()];
    await Promise.all([one.untilSeen(1), two.untilSeen(1)]);
    one.leave();
    lots.stream.publish('A');
    await two.untilPosition(1);
    expect(lots.stream.open).toBe(1);
    two.leave();
    await lots.stream.untilOpen(0);
    expect(await gateway.metric('voltpark_live_groups')).toBe(0);
    expect(await gateway.metric('voltpark_live_subscriptions{transport="websocket"}')).toBe(0);
  });

  it('ends upstream also when the last client’s socket just disappears', async () => {
    const viewer = view();
    await viewer.untilSeen(1);
    clients[0]?.terminate();
    await lots.stream.untilOpen(0);
  });

  it('has a group of its own for other variables', async () => {
    const [a, b] = [view(), view({ lotId: 'B' })];
    await Promise.all([a.untilSeen(1), b.untilSeen(1)]);
    lots.stream.publish('B');
    await b.untilPosition(1);
    expect(lots.stream.open).toBe(2);
    expect(a.story).toBe('SNAPSHOT@0');
  });

  it('completes for everybody when its source does', async () => {
    const viewers = [view(), view()];
    await Promise.all(viewers.map((viewer) => viewer.untilSeen(1)));
    lots.stream.completeAll();
    expect(await Promise.all(viewers.map((viewer) => viewer.untilEnded()))).toEqual([
      'completed',
      'completed',
    ]);
  });

  it('tells its clients why it is refused', async () => {
    const viewer = view({ lotId: 'forbidden' });
    expect(await viewer.untilEnded()).toMatchObject([
      { message: 'No.', extensions: { code: 'FORBIDDEN' } },
    ]);
    expect(await gateway.metric('voltpark_live_groups')).toBe(0);
  });

  it('answers with null and an error for what another subgraph fails to add', async () => {
    lots.holdNames(() => Promise.reject(new Error('secret')));
    const viewer = view();
    await viewer.untilSeen(1);
    expect(viewer.changes[0]?.lot).toEqual({ id: 'A', name: null });
    expect(JSON.stringify(viewer.results)).not.toContain('secret');
    expect(viewer.results[0]?.errors).toHaveLength(1);
  });
});

describe('A subscription without `after`', () => {
  it('gives events from now on, and says so when it is interrupted', async () => {
    const ticks = 'subscription { ticks }';
    const [one, two] = [view({}, ticks), view({}, ticks)];
    // The source has no snapshot to wait for: ticks are sent until both have seen one.
    while (one.results.length === 0 || two.results.length === 0) {
      lots.tick(7);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(one.results[0]?.data).toEqual({ ticks: 7 });
    lots.breakTicks();
    expect(await two.untilEnded()).toMatchObject([
      { extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } },
    ]);
  });
});

describe('A late joiner', () => {
  it('gets the last snapshot and everything since, without a new upstream', async () => {
    const early = view();
    await early.untilSeen(1);
    lots.stream.publish('A');
    lots.stream.publish('A');
    await early.untilPosition(2);
    const late = view();
    await late.untilSeen(3);
    lots.stream.publish('A');
    await late.untilPosition(3);
    expect(late.story).toBe('SNAPSHOT@0 CHANGE@1 CHANGE@2 CHANGE@3');
    expect(lots.stream.opened).toBe(1);
  });

  it('shares one fresh snapshot with others when too much has happened, and then the upstream', async () => {
    const early = view();
    await early.untilSeen(1);
    for (let count = 0; count < 100; count += 1) lots.stream.publish('A');
    await early.untilPosition(100);
    const late = Array.from({ length: 10 }, () => view());
    await Promise.all(late.map((viewer) => viewer.untilSeen(1)));
    lots.stream.publish('A');
    await Promise.all([early, ...late].map((viewer) => viewer.untilPosition(101)));
    for (const viewer of late) expect(viewer.story).toBe('SNAPSHOT@100 CHANGE@101');
    expect(early.positions).toEqual(Array.from({ length: 102 }, (_, index) => index));
    expect(lots.stream.opened).toBe(2);
    expect(lots.stream.open).toBe(1);
  });
});
