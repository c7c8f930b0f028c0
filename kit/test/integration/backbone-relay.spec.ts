import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backbone } from '../../src/backbone/backbone.js';
import {
  backboneOf,
  freshDatabase,
  leaveMark,
  outOfOrder,
  place,
  type Database,
} from '../support/backbone.js';
import { freshNats, type TestNats } from '../support/nats.js';

let nats: TestNats;
let shop: Database;
let till: Database;
let running: Backbone[] = [];
const soon = { timeout: 20_000, interval: 20 };

beforeEach(async () => {
  [nats, shop, till] = await Promise.all([freshNats(), freshDatabase(), freshDatabase()]);
});
afterEach(async () => {
  await Promise.all(running.map((backbone) => backbone.stop()));
  running = [];
  await Promise.all([shop.close(), till.close(), nats.dispose()]);
});

function publish(database: Database = shop): Backbone {
  const backbone = backboneOf('shop', database, nats);
  backbone.begin({ transact: database.transact, reactions: [] });
  running.push(backbone);
  return backbone;
}

function takeIn(): Backbone {
  const backbone = backboneOf('till', till, nats);
  backbone.begin({ transact: till.transact, reactions: leaveMark() });
  running.push(backbone);
  return backbone;
}

/** Writers that place orders side by side; resolves with how many. */
async function write(writers: number, each: number): Promise<number> {
  await Promise.all(
    Array.from({ length: writers }, async (_none, writer) => {
      for (let n = 0; n < each; n++) await place(shop, `order-${(writer * 7 + n) % 10}`);
    }),
  );
  return writers * each;
}

const taken = () => till.count('SELECT count(*) FROM effect');
const unpublished = () => shop.count('SELECT count(*) FROM outbox WHERE published_at IS NULL');

async function stream<Result>(
  work: (streams: Awaited<ReturnType<typeof jetstreamManager>>['streams']) => Promise<Result>,
): Promise<Result> {
  const connection = await connect({ servers: nats.url });
  try {
    return await work((await jetstreamManager(connection)).streams);
  } finally {
    await connection.close();
  }
}

describe('the relay', () => {
  it('loses nothing and keeps the order of each aggregate with several writers and two candidates', async () => {
    const candidates = [publish(), publish()];
    takeIn();
    const written = await write(8, 60);

    await vi.waitFor(async () => expect(await taken()).toBe(written), soon);
    expect(await till.count(outOfOrder)).toBe(0);
    expect(await unpublished()).toBe(0);
    const leaders = await Promise.all(candidates.map((candidate) => candidate.status()));
    expect(leaders.filter(({ leader }) => leader)).toHaveLength(1);
    const info = await stream((streams) => streams.info('SHOP'));
    expect(info.state.messages).toBe(written);
  });

  it('refuses no write while NATS is away, and delivers everything after', async () => {
    publish();
    takeIn();
    let written = await write(4, 20);
    const load = write(4, 100);
    await nats.stop();
    written += await load;
    written += await write(4, 20);
    expect(await unpublished()).toBeGreaterThan(0);
    await nats.start();

    await vi.waitFor(async () => expect(await taken()).toBe(written), soon);
    expect(await till.count(outOfOrder)).toBe(0);
  });

  it('starts while NATS is not there yet', async () => {
    await nats.stop();
    const backbone = publish();
    await place(shop, 'early');
    await vi.waitFor(async () => expect((await backbone.status()).leader).toBe(true), soon);
    expect((await backbone.status()).natsConnected).toBe(false);
    await nats.start();
    await vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);
  });

  it('is taken over when the leader’s session dies', async () => {
    const first = publish();
    await vi.waitFor(async () => expect((await first.status()).leader).toBe(true), soon);
    const second = publish();
    takeIn();
    const load = write(4, 60);
    const killed = await shop.count(
      `SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND datname = current_database() AND granted`,
    );
    expect(killed).toBe(1);
    const written = await load;

    await vi.waitFor(async () => expect(await taken()).toBe(written), soon);
    expect(await till.count(outOfOrder)).toBe(0);
    await first.stop();
    await vi.waitFor(async () => expect((await second.status()).leader).toBe(true), soon);
    await place(shop, 'after');
    await vi.waitFor(async () => expect(await taken()).toBe(written + 1), soon);
  });

  it('hears the doorbell of a process that does not lead', async () => {
    const slow = { relayBusyPollMs: 60_000, relayIdlePollMs: 60_000 };
    const [leader, other] = [0, 1].map(() => backboneOf('shop', shop, nats, slow));
    if (leader === undefined || other === undefined) return;
    running.push(leader, other);
    leader.begin({ transact: shop.transact, reactions: [] });
    await vi.waitFor(async () => expect((await leader.status()).leader).toBe(true), soon);
    other.begin({ transact: shop.transact, reactions: [] });
    await place(shop, 'a');
    await vi.waitFor(async () => {
      other.ringDoorbell();
      expect(await unpublished()).toBe(0);
    }, soon);
  });

  it('notes what a leader had published and died before noting, without publishing it again', async () => {
    const first = publish();
    await write(2, 10);
    await vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);
    await first.stop();
    await shop.pool.query(
      'UPDATE outbox SET published_at = NULL, stream_seq = NULL WHERE stream_seq > 15',
    );
    // Long after: the server no longer knows the ids.
    await stream((streams) => streams.update('SHOP', { duplicate_window: 100_000_000 }));
    await nats.stop();
    await nats.start();
    publish();

    await vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);
    expect((await stream((streams) => streams.info('SHOP'))).state.messages).toBe(20);
    expect(await shop.count('SELECT count(DISTINCT stream_seq) FROM outbox')).toBe(20);
  });

  it('puts an event that breaks its own schema aside and goes on', async () => {
    const backbone = publish();
    takeIn();
    await place(shop, 'a', { data: { shopId: 'corner', place: 'third' } });
    await place(shop, 'a');

    await vi.waitFor(async () => expect(await taken()).toBe(1), soon);
    expect((await backbone.status()).deadLetters.parked).toBe(1);
    const { rows } = await shop.pool.query<{ reason: string }>('SELECT reason FROM dead_letter');
    expect(rows[0]?.reason).toContain('data.place');
  });
});

describe('one event that cannot be published', () => {
  it('holds back what comes behind it in its aggregate, and nothing else', async () => {
    publish();
    await place(shop, 'a', { shopId: 'full' });
    await vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);
    // The server takes one event a key: the next one of the same shop is refused.
    const oneEach = { max_msgs_per_subject: 1, discard_new_per_subject: true };
    await stream((streams) => streams.update('SHOP', oneEach));
    await place(shop, 'a', { shopId: 'full' });
    await place(shop, 'a', { shopId: 'empty' });
    await place(shop, 'b', { shopId: 'other' });
    await vi.waitFor(async () => expect(await unpublished()).toBe(2), soon);
    expect((await stream((streams) => streams.info('SHOP'))).state.messages).toBe(2);

    const noLimit = { max_msgs_per_subject: -1, discard_new_per_subject: false };
    await stream((streams) => streams.update('SHOP', noLimit));
    takeIn();
    await vi.waitFor(async () => expect(await taken()).toBe(4), soon);
    expect(await till.count(outOfOrder)).toBe(0);
  });

  it('is put aside when it is larger than the server takes', async () => {
    const backbone = publish();
    await place(shop, 'a', {
      shopId: 'x'.repeat(10),
      data: { shopId: 'x'.repeat(2_000_000), place: 1 },
    });
    await place(shop, 'b');
    await vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);
    expect((await backbone.status()).deadLetters.parked).toBe(1);
    expect((await stream((streams) => streams.info('SHOP'))).state.messages).toBe(1);
  });
});

describe('reconciliation', () => {
  it('publishes everything again when the stream is gone; consumers go on without a second effect', async () => {
    publish();
    takeIn();
    const before = await write(4, 20);
    await vi.waitFor(async () => expect(await taken()).toBe(before), soon);
    await stream((streams) => streams.delete('SHOP'));
    const after = await write(4, 20);

    await vi.waitFor(async () => expect(await taken()).toBe(before + after), soon);
    await vi.waitFor(async () => {
      const info = await stream((streams) => streams.info('SHOP'));
      expect(info.state.messages).toBe(before + after);
    }, soon);
    expect(await till.count('SELECT count(DISTINCT event_id) FROM effect')).toBe(before + after);
    expect(await till.count(outOfOrder)).toBe(0);
  });

  it('publishes again what a purge took away before a consumer had seen it', async () => {
    publish();
    const written = await write(4, 20);
    await vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);
    const before = await shop.count('SELECT count(DISTINCT epoch) FROM stream_state');
    await stream((streams) => streams.purge('SHOP'));
    takeIn();

    await vi.waitFor(async () => expect(await taken()).toBe(written), soon);
    expect(await till.count(outOfOrder)).toBe(0);
    expect(before).toBe(1);
  });

  it('publishes the tail again when the server has lost it, and delivers it', async () => {
    publish();
    const resting = takeIn();
    const early = await write(2, 20);
    await vi.waitFor(async () => expect(await taken()).toBe(early), soon);
    await nats.remember();
    await resting.stop();
    const late = await write(2, 20);
    await vi.waitFor(async () => expect(await unpublished()).toBe(0), soon);
    await nats.loseSinceRemembered();
    takeIn();

    await vi.waitFor(async () => expect(await taken()).toBe(early + late), soon);
    expect(await till.count(outOfOrder)).toBe(0);
    expect(await shop.count('SELECT count(*) FROM outbox WHERE republished')).toBe(late);
  });

  it('goes on in order when the server loses its tail in the middle of the work', async () => {
    publish();
    takeIn();
    const early = await write(2, 20);
    await vi.waitFor(async () => expect(await taken()).toBe(early), soon);
    await nats.remember();
    const load = write(4, 100);
    await vi.waitFor(async () => expect(await taken()).toBeGreaterThan(early), soon);
    await nats.loseSinceRemembered();
    const late = await load;

    await vi.waitFor(async () => expect(await taken()).toBe(early + late), soon);
    expect(await till.count(outOfOrder)).toBe(0);
    expect(await till.count('SELECT count(DISTINCT event_id) FROM effect')).toBe(early + late);
  });
});
