import fc from 'fast-check';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backbone } from '../../src/backbone/backbone.js';
import { readCursor, writeCursor } from '../../src/backbone/cursor.js';
import { FollowerTooSlowError } from '../../src/backbone/follower.js';
import type { BackboneLimits } from '../../src/backbone/limits.js';
import { CursorExpiredError, type LiveEvent } from '../../src/backbone/port.js';
import {
  backboneOf,
  freshDatabase,
  orderPaid,
  orderPlaced,
  place,
  type Database,
} from '../support/backbone.js';
import { freshNats, type TestNats } from '../support/nats.js';

let nats: TestNats;
let shop: Database;
let running: Backbone[] = [];
const soon = { timeout: 20_000, interval: 10 };

beforeEach(async () => {
  [nats, shop] = await Promise.all([freshNats(), freshDatabase()]);
});
afterEach(async () => {
  await Promise.all(running.map((backbone) => backbone.stop()));
  running = [];
  await Promise.all([shop.close(), nats.dispose()]);
});

function open(limits: Partial<BackboneLimits> = {}): Backbone {
  const backbone = backboneOf('shop', shop, nats, limits);
  running.push(backbone);
  return backbone;
}

function begun(limits: Partial<BackboneLimits> = {}): Backbone {
  const backbone = open(limits);
  backbone.begin({ transact: shop.transact, reactions: [] });
  return backbone;
}

const unpublished = () => shop.count('SELECT count(*) FROM outbox WHERE published_at IS NULL');
const allPublished = () => vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);

async function take<Event extends LiveEvent>(
  events: AsyncIterator<Event>,
  count: number,
): Promise<Event[]> {
  const taken: Event[] = [];
  while (taken.length < count) {
    const { done, value } = await events.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

const versions = (taken: readonly LiveEvent[]) =>
  taken.map(({ event }) => `${event.subject}${event.aggregateversion}`);

describe('following live', () => {
  it('sees every event from the moment on in which the promise resolves, each once and in order', async () => {
    const { liveEvents } = begun();
    await place(shop, 'early');
    await allPublished();
    const all = await liveEvents.follow({ events: [orderPlaced, orderPaid] });
    const paid = await liveEvents.follow({ events: [orderPaid] });
    await place(shop, 'a');
    await place(shop, 'a', { event: orderPaid });
    await place(shop, 'a');

    const taken = await take(all.events, 3);
    expect(versions(taken)).toEqual(['a1', 'a2', 'a3']);
    expect(taken.map(({ position }) => position - all.position)).toEqual([1, 2, 3]);
    expect(versions(await take(paid.events, 1))).toEqual(['a2']);
    expect(readCursor(taken[0]?.cursor ?? '')?.position).toBe(taken[0]?.position);
  });

  it('sees only events of its key, also when keys look alike in subjects', async () => {
    const { liveEvents } = begun();
    const following = await liveEvents.follow({ events: [orderPlaced], key: 'a.b' });
    await place(shop, 'x', { shopId: 'a_b' });
    await place(shop, 'y', { shopId: 'a.b' });
    expect(versions(await take(following.events, 1))).toEqual(['y1']);
  });

  it.each([
    ['from memory', { liveMemory: 1_000 }],
    ['from the stream', { liveMemory: 1 }],
  ])('resumes %s at every position with exactly the rest', async (_where, limits) => {
    const { liveEvents } = begun(limits);
    const first = await liveEvents.follow({ events: [orderPlaced, orderPaid] });
    const count = 40;
    for (let n = 0; n < count; n++) {
      await place(shop, `o${n % 3}`, {
        shopId: n % 4 === 0 ? 'far' : 'near',
        event: n % 5 === 0 ? orderPaid : orderPlaced,
      });
    }
    const before = await take(first.events, count);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: count }),
        fc.constantFrom('near', 'far', undefined),
        fc.constantFrom([orderPlaced], [orderPaid], [orderPlaced, orderPaid]),
        async (position, key, events) => {
          const after = position === 0 ? first.cursor : before[position - 1]?.cursor;
          const types = events.map(({ type }) => type);
          const wanted = (live: LiveEvent) =>
            types.includes(live.event.type) && (key === undefined || live.event.key === key);
          const rest = before.slice(position).filter(wanted);
          const resumed = await liveEvents.follow({
            events,
            ...(key === undefined ? {} : { key }),
            after: after ?? '',
          });
          // Written only now: history and live must join without a gap or a double.
          await place(shop, 'o0', { shopId: key ?? 'near', event: events[0] ?? orderPlaced });
          const taken = await take(resumed.events, rest.length);
          expect(taken.map(({ cursor }) => cursor)).toEqual(rest.map(({ cursor }) => cursor));
          const [next] = await take(resumed.events, 1);
          expect(next?.position).toBeGreaterThan(rest.at(-1)?.position ?? 0);
          await resumed.events.return?.();
          before.push(...(await take(first.events, 1)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('resumes in another process, behind what its own consumer has seen', async () => {
    const { liveEvents } = begun();
    const following = await liveEvents.follow({ events: [orderPlaced] });
    for (let n = 0; n < 5; n++) await place(shop, 'a');
    const taken = await take(following.events, 5);
    const other = open();
    const resumed = await other.liveEvents.follow({
      events: [orderPlaced],
      after: taken[1]?.cursor ?? '',
    });
    expect(versions(await take(resumed.events, 3))).toEqual(['a3', 'a4', 'a5']);
    const ahead = await other.liveEvents.follow({
      events: [orderPlaced],
      after: taken[4]?.cursor ?? '',
    });
    await place(shop, 'a');
    expect(versions(await take(ahead.events, 1))).toEqual(['a6']);
  });

  it('refuses cursors that are malformed, of another life of the stream, or beyond what is kept', async () => {
    const { liveEvents } = begun();
    const following = await liveEvents.follow({ events: [orderPlaced] });
    for (let n = 0; n < 5; n++) await place(shop, 'a');
    const [first] = await take(following.events, 5);
    const epoch = readCursor(first?.cursor ?? '')?.epoch ?? '';
    const resume = (after: string) => open().liveEvents.follow({ events: [orderPlaced], after });

    await expect(resume('nonsense')).rejects.toThrow(CursorExpiredError);
    await expect(resume('')).rejects.toThrow(CursorExpiredError);
    await expect(resume(writeCursor({ epoch: 'other', position: 2 }))).rejects.toThrow(
      CursorExpiredError,
    );
    await expect(resume(writeCursor({ epoch, position: 99 }))).rejects.toThrow(CursorExpiredError);
    // Without a leader nobody mends it: the stream keeps only the latest events.
    await running[0]?.stop();
    const connection = await connect({ servers: nats.url });
    await (await jetstreamManager(connection)).streams.purge('SHOP', { keep: 2 });
    await connection.close();
    await expect(resume(first?.cursor ?? '')).rejects.toThrow(CursorExpiredError);
  });

  it('waits while NATS is away and goes on after', async () => {
    const { liveEvents } = begun();
    const following = await liveEvents.follow({ events: [orderPlaced] });
    await place(shop, 'a');
    await take(following.events, 1);
    await nats.stop();
    await place(shop, 'a');
    const meanwhile = await liveEvents.follow({ events: [orderPlaced] });
    await nats.start();
    await place(shop, 'a');
    expect(versions(await take(following.events, 2))).toEqual(['a2', 'a3']);
    expect(versions(await take(meanwhile.events, 2))).toEqual(['a2', 'a3']);
  });

  it('begins when NATS and the stream come later', async () => {
    await nats.stop();
    const { liveEvents } = begun();
    const following = liveEvents.follow({ events: [orderPlaced] });
    await nats.start();
    const { events } = await following;
    await place(shop, 'a');
    expect(versions(await take(events, 1))).toEqual(['a1']);
  });

  it('shows nothing that was published before and only once more, as the snapshot has it', async () => {
    const { liveEvents } = begun();
    await place(shop, 'a');
    const following = await liveEvents.follow({ events: [orderPlaced] });
    await allPublished();
    const connection = await connect({ servers: nats.url });
    const jsm = await jetstreamManager(connection);
    const stored = await jsm.streams.getMessage('SHOP', { seq: 1 });
    const again = headers();
    again.set('Voltpark-Epoch', readCursor(following.cursor)?.epoch ?? '');
    again.set('Voltpark-Republished', '1');
    await jsm.jetstream().publish(stored?.subject ?? '', stored?.data ?? '', { headers: again });
    await connection.close();
    await place(shop, 'b');
    const seen = versions(await take(following.events, following.position === 0 ? 2 : 1));
    expect(seen.at(-1)).toBe('b1');
    expect(seen.filter((version) => version === 'a1')).toHaveLength(
      following.position === 0 ? 1 : 0,
    );
  });

  it('ends followers when the stream is lost, and lets new ones begin', async () => {
    const { liveEvents } = begun();
    const following = await liveEvents.follow({ events: [orderPlaced] });
    for (let n = 0; n < 3; n++) await place(shop, 'a');
    const [first] = await take(following.events, 3);
    const connection = await connect({ servers: nats.url });
    await (await jetstreamManager(connection)).streams.delete('SHOP');
    await connection.close();

    await expect(following.events.next()).rejects.toThrow(CursorExpiredError);
    await expect(
      liveEvents.follow({ events: [orderPlaced], after: first?.cursor ?? '' }),
    ).rejects.toThrow(CursorExpiredError);
    const again = await liveEvents.follow({ events: [orderPlaced] });
    await place(shop, 'a');
    expect(versions(await take(again.events, 1))).toEqual(['a4']);
  });

  it('ends a follower that lags too far behind, and only that one', async () => {
    const { liveEvents } = begun({ followerLag: 5 });
    const slow = await liveEvents.follow({ events: [orderPlaced] });
    const fast = await liveEvents.follow({ events: [orderPlaced] });
    for (let n = 0; n < 6; n++) {
      await place(shop, 'a');
      await take(fast.events, 1);
    }
    await expect(slow.events.next()).rejects.toThrow(FollowerTooSlowError);
    await place(shop, 'a');
    expect(versions(await take(fast.events, 1))).toEqual(['a7']);
  });

  it('finishes when its signal is aborted, when it is left, and when the backbone stops', async () => {
    const backbone = begun();
    const leaving = new AbortController();
    const { liveEvents } = backbone;
    const events = [orderPlaced];
    const aborted = await liveEvents.follow({ events, signal: leaving.signal });
    const left = await liveEvents.follow({ events });
    const staying = await liveEvents.follow({ events });
    const pending = [aborted, left, staying].map((following) => following.events.next());
    leaving.abort();
    await left.events.return?.();
    await backbone.stop();
    for (const next of pending) expect((await next).done).toBe(true);
  });
});
