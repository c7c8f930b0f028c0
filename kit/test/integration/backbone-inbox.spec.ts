import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backbone } from '../../src/backbone/backbone.js';
import { discardLetter, replayLetters } from '../../src/backbone/dead-letters.js';
import type { Reaction } from '../../src/backbone/reaction.js';
import {
  backboneOf,
  freshDatabase,
  leaveMark,
  orderPaid,
  outOfOrder,
  place,
  type Database,
  type Sql,
} from '../support/backbone.js';
import { freshNats, type TestNats } from '../support/nats.js';

let nats: TestNats;
let shop: Database;
let till: Database;
let running: Backbone[] = [];
const soon = { timeout: 20_000, interval: 10 };

beforeEach(async () => {
  [nats, shop, till] = await Promise.all([freshNats(), freshDatabase(), freshDatabase()]);
  const backbone = backboneOf('shop', shop, nats);
  backbone.begin({ transact: shop.transact, reactions: [] });
  running.push(backbone);
});
afterEach(async () => {
  await Promise.all(running.map((backbone) => backbone.stop()));
  running = [];
  await Promise.all([shop.close(), till.close(), nats.dispose()]);
});

function takeIn(
  reactions: readonly Reaction<Sql>[],
  options: { readonly transact?: Database['transact']; readonly maxAttempts?: number } = {},
): Backbone {
  const limits = options.maxAttempts === undefined ? {} : { maxAttempts: options.maxAttempts };
  const backbone = backboneOf('till', till, nats, limits);
  backbone.begin({ transact: options.transact ?? till.transact, reactions });
  running.push(backbone);
  return backbone;
}

const taken = () => till.count('SELECT count(*) FROM effect');
const letters = () => till.count('SELECT count(*) FROM dead_letter');

async function versionsOf(orderId: string): Promise<number[]> {
  const { rows } = await till.pool.query<{ version: string }>(
    'SELECT version FROM effect WHERE aggregate_id = $1 ORDER BY nth',
    [orderId],
  );
  return rows.map(({ version }) => Number(version));
}

describe('the inbox', () => {
  it('makes an effect once when the consumer dies between effect and acknowledgement', async () => {
    let die = (): void => undefined;
    const dead = new Promise<void>((resolve) => (die = resolve));
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const first = takeIn(leaveMark(), {
      transact: async (work) => {
        const result = await till.transact(work);
        if ((await taken()) < 3) return result;
        // Committed, and from here on this process does nothing any more.
        die();
        await released;
        return result;
      },
    });
    for (let n = 0; n < 10; n++) await place(shop, 'a');
    await dead;
    await till.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND datname = current_database() AND granted`,
    );
    takeIn(leaveMark());

    await vi.waitFor(async () => expect(await taken()).toBe(10), soon);
    expect(await versionsOf('a')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    release();
    await first.stop();
    expect(await taken()).toBe(10);
  });

  it('makes an effect once when the acknowledgement is lost with the connection', async () => {
    let cut = false;
    takeIn(leaveMark(), {
      transact: async (work) => {
        const result = await till.transact(work);
        if (!cut && (await taken()) >= 3) {
          cut = true;
          await nats.stop();
          await nats.start();
        }
        return result;
      },
    });
    for (let n = 0; n < 10; n++) await place(shop, 'a');

    await vi.waitFor(async () => expect(await taken()).toBe(10), soon);
    expect(await versionsOf('a')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('tries an event again that failed, while its successors wait and other aggregates go on', async () => {
    let failures = 3;
    let others = (): void => undefined;
    const othersDone = new Promise<void>((resolve) => (others = resolve));
    takeIn(
      leaveMark(async (orderId, version) => {
        if (orderId === 'other' && version === 2) others();
        if (orderId !== 'a' || version !== 2) return;
        if (failures-- > 0) throw new Error('not now');
        await othersDone;
      }),
    );
    for (let n = 0; n < 4; n++) await place(shop, 'a');
    for (let n = 0; n < 2; n++) await place(shop, 'other');

    await vi.waitFor(async () => expect(await taken()).toBe(6), soon);
    expect(await versionsOf('a')).toEqual([1, 2, 3, 4]);
    expect(await letters()).toBe(0);
    await place(shop, 'a');
    await vi.waitFor(async () => expect(await taken()).toBe(7), soon);
  });

  it('parks a poison event after its last attempt; what comes behind it waits, and a replay goes on in order', async () => {
    let poisonous = true;
    const backbone = takeIn(
      leaveMark((orderId, version) => {
        if (orderId !== 'a' || version !== 2) return;
        if (poisonous) throw new Error('cannot be');
      }),
      { maxAttempts: 3 },
    );
    for (let n = 0; n < 4; n++) await place(shop, 'a');
    await place(shop, 'b');

    await vi.waitFor(async () => {
      expect((await backbone.status()).deadLetters).toEqual({ parked: 1, retrying: 0, waiting: 2 });
    }, soon);
    expect(await till.count('SELECT max(attempts) FROM dead_letter')).toBe(3);
    expect(await versionsOf('a')).toEqual([1]);
    await vi.waitFor(async () => expect(await versionsOf('b')).toEqual([1]), soon);
    // A restart changes nothing: what waits is in the database.
    await backbone.stop();
    takeIn(leaveMark(() => (poisonous ? Promise.reject(new Error('cannot be')) : undefined)));
    await place(shop, 'a');
    await vi.waitFor(async () => expect(await letters()).toBe(4), soon);

    poisonous = false;
    await till.transact((tx) => replayLetters(tx, {}));
    await vi.waitFor(async () => expect(await letters()).toBe(0), soon);
    expect(await versionsOf('a')).toEqual([1, 2, 3, 4, 5]);
    await place(shop, 'a');
    await vi.waitFor(async () => expect(await taken()).toBe(7), soon);
  });

  it('lets the waiting events go on when the poison event is discarded', async () => {
    takeIn(
      leaveMark((_order, version) => {
        if (version === 2) throw new Error('cannot be');
      }),
      { maxAttempts: 1 },
    );
    for (let n = 0; n < 4; n++) await place(shop, 'a');
    await vi.waitFor(async () => expect(await letters()).toBe(3), soon);
    const { rows } = await till.pool.query<{ id: string }>(
      'SELECT id FROM dead_letter ORDER BY position LIMIT 1',
    );
    expect(await till.transact((tx) => discardLetter(tx, rows[0]?.id ?? ''))).toBe(true);

    await vi.waitFor(async () => expect(await letters()).toBe(0), soon);
    expect(await versionsOf('a')).toEqual([1, 3, 4]);
    expect(await till.transact((tx) => discardLetter(tx, rows[0]?.id ?? ''))).toBe(false);
  });

  it('parks an event of a foreign hand that does not fit its schema at once', async () => {
    const connection = await connect({ servers: nats.url });
    const backbone = takeIn(leaveMark());
    await place(shop, 'a');
    await vi.waitFor(async () => expect(await taken()).toBe(1), soon);
    connection.publish('shop.order.placed.v1.corner', 'no json at all');
    connection.publish(
      'shop.order.placed.v1.corner',
      JSON.stringify({ id: 'x', subject: 'a', aggregatetype: 'order', aggregateversion: 2 }),
    );
    await connection.flush();
    await connection.close();
    await vi.waitFor(async () => {
      expect((await backbone.status()).deadLetters.parked).toBe(2);
    }, soon);
    await place(shop, 'a');
    await place(shop, 'b');
    await vi.waitFor(async () => expect(await letters()).toBe(3), soon);
    await vi.waitFor(async () => expect(await versionsOf('b')).toEqual([1]), soon);
    expect(await versionsOf('a')).toEqual([1]);
  });

  it('knows doubles by the aggregate’s version when it has long forgotten their ids', async () => {
    const first = takeIn(leaveMark());
    for (let n = 0; n < 5; n++) await place(shop, 'a');
    await vi.waitFor(async () => expect(await taken()).toBe(5), soon);
    await first.stop();
    await till.pool.query('DELETE FROM inbox');
    const connection = await connect({ servers: nats.url });
    await (await jetstreamManager(connection)).consumers.delete('SHOP', 'till-from-shop');
    await connection.close();
    takeIn(leaveMark());
    await place(shop, 'a');
    await vi.waitFor(
      async () => expect(await till.count('SELECT count(*) FROM inbox')).toBe(6),
      soon,
    );
    expect(await versionsOf('a')).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('handles only the newest of what has gathered when each event carries the whole state', async () => {
    let letGo = (): void => undefined;
    const gathered = new Promise<void>((resolve) => (letGo = resolve));
    takeIn(
      leaveMark((_order, version) => (version === 1 ? gathered : undefined)).map((reaction) => ({
        ...reaction,
        latest: true,
      })),
    );
    for (let n = 0; n < 20; n++) await place(shop, 'a', n % 2 === 0 ? {} : { event: orderPaid });
    await vi.waitFor(async () => {
      expect(await shop.count('SELECT count(*) FROM outbox WHERE published_at IS NULL')).toBe(0);
    }, soon);
    letGo();
    const known = 'SELECT max(version) FROM inbox_aggregate';
    await vi.waitFor(async () => expect(await till.count(known)).toBe(20), soon);
    const handled = await versionsOf('a');
    expect(handled.at(-1)).toBe(20);
    expect(handled.length).toBeLessThan(20);
    expect(await till.count('SELECT count(*) FROM inbox')).toBe(20);
  });

  it('takes in only the types that it reacts to', async () => {
    takeIn(leaveMark().filter(({ event }) => event.type === orderPaid.type));
    for (let n = 0; n < 5; n++) await place(shop, 'a', n % 2 === 0 ? {} : { event: orderPaid });
    await vi.waitFor(async () => expect(await versionsOf('a')).toEqual([2, 4]), soon);
    expect(await till.count('SELECT count(*) FROM inbox')).toBe(2);
  });

  it('takes in every event once and in order when leadership changes under load', async () => {
    let current = takeIn(leaveMark());
    const load = Promise.all(
      Array.from({ length: 4 }, async (_none, writer) => {
        for (let n = 0; n < 80; n++) await place(shop, `order-${(writer + n) % 6}`);
      }),
    );
    for (let change = 1; change <= 3; change++) {
      await vi.waitFor(async () => expect(await taken()).toBeGreaterThan(60 * change), soon);
      const next = takeIn(leaveMark());
      await current.stop();
      current = next;
    }
    await load;
    await vi.waitFor(async () => expect(await taken()).toBe(320), soon);
    expect(await till.count(outOfOrder)).toBe(0);
  });
});
