import { describe, expect, it, vi } from 'vitest';
import { backboneOf, outOfOrder, place } from '../support/backbone.js';
import { soon, streetForEach } from '../support/street.js';

const street = streetForEach();

describe('the relay', () => {
  it('loses nothing and keeps the order of each aggregate with several writers and two candidates', async () => {
    const candidates = [street.publish(), street.publish()];
    street.takeIn();
    const written = await street.write(8, 60);

    await vi.waitFor(async () => expect(await street.taken()).toBe(written), soon);
    expect(await street.till.count(outOfOrder)).toBe(0);
    // The till may have taken in the last events before the shop has noted that they are published.
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    const leaders = await Promise.all(candidates.map((candidate) => candidate.status()));
    expect(leaders.filter(({ leader }) => leader)).toHaveLength(1);
    const info = await street.streams((streams) => streams.info('SHOP'));
    expect(info.state.messages).toBe(written);
  });

  it('refuses no write while NATS is away, and delivers everything after', async () => {
    street.publish();
    street.takeIn();
    let written = await street.write(4, 20);
    const load = street.write(4, 100);
    await street.nats.stop();
    written += await load;
    written += await street.write(4, 20);
    expect(await street.unpublished()).toBeGreaterThan(0);
    await street.nats.start();

    await vi.waitFor(async () => expect(await street.taken()).toBe(written), soon);
    expect(await street.till.count(outOfOrder)).toBe(0);
  });

  it('starts while NATS is not there yet', async () => {
    await street.nats.stop();
    const backbone = street.publish();
    await place(street.shop, 'early');
    await vi.waitFor(async () => expect((await backbone.status()).leader).toBe(true), soon);
    expect((await backbone.status()).natsConnected).toBe(false);
    await street.nats.start();
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
  });

  it('is taken over when the leader’s session dies', async () => {
    const first = street.publish();
    await vi.waitFor(async () => expect((await first.status()).leader).toBe(true), soon);
    const second = street.publish();
    street.takeIn();
    const load = street.write(4, 60);
    const killed = await street.shop.count(
      `SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND datname = current_database() AND granted`,
    );
    expect(killed).toBe(1);
    const written = await load;

    await vi.waitFor(async () => expect(await street.taken()).toBe(written), soon);
    expect(await street.till.count(outOfOrder)).toBe(0);
    await first.stop();
    await vi.waitFor(async () => expect((await second.status()).leader).toBe(true), soon);
    await place(street.shop, 'after');
    await vi.waitFor(async () => expect(await street.taken()).toBe(written + 1), soon);
  });

  it('hears the doorbell of a process that does not lead', async () => {
    const slow = { relayBusyPollMs: 60_000, relayIdlePollMs: 60_000 };
    const [leader, other] = [0, 1].map(() => backboneOf('shop', street.shop, street.nats, slow));
    if (leader === undefined || other === undefined) return;
    street.running.push(leader, other);
    leader.begin({ transact: street.shop.transact, reactions: [] });
    await vi.waitFor(async () => expect((await leader.status()).leader).toBe(true), soon);
    other.begin({ transact: street.shop.transact, reactions: [] });
    await place(street.shop, 'a');
    await vi.waitFor(async () => {
      other.ringDoorbell();
      expect(await street.unpublished()).toBe(0);
    }, soon);
  });

  it('notes what a leader had published and died before noting, without publishing it again', async () => {
    const first = street.publish();
    await street.write(2, 10);
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    await first.stop();
    await street.shop.pool.query(
      'UPDATE outbox SET published_at = NULL, stream_seq = NULL WHERE stream_seq > 15',
    );
    // Long after: the server no longer knows the ids.
    await street.streams((streams) => streams.update('SHOP', { duplicate_window: 100_000_000 }));
    await street.nats.stop();
    await street.nats.start();
    street.publish();

    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    expect((await street.streams((streams) => streams.info('SHOP'))).state.messages).toBe(20);
    expect(await street.shop.count('SELECT count(DISTINCT stream_seq) FROM outbox')).toBe(20);
  });

  it('puts an event that breaks its own schema aside and goes on', async () => {
    const backbone = street.publish();
    street.takeIn();
    await place(street.shop, 'a', { data: { shopId: 'corner', place: 'third' } });
    await place(street.shop, 'a');

    await vi.waitFor(async () => expect(await street.taken()).toBe(1), soon);
    // The relay publishes what it can before it puts the rest aside.
    await vi.waitFor(async () => {
      expect((await backbone.status()).deadLetters.parked).toBe(1);
    }, soon);
    const { rows } = await street.shop.pool.query<{ reason: string }>(
      'SELECT reason FROM dead_letter',
    );
    expect(rows[0]?.reason).toContain('data.place');
  });
});

describe('one event that cannot be published', () => {
  it('holds back what comes behind it in its aggregate, and nothing else', async () => {
    street.publish();
    await place(street.shop, 'a', { shopId: 'full' });
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    // The server takes one event a key: the next one of the same shop is refused.
    const oneEach = { max_msgs_per_subject: 1, discard_new_per_subject: true };
    await street.streams((streams) => streams.update('SHOP', oneEach));
    await place(street.shop, 'a', { shopId: 'full' });
    await place(street.shop, 'a', { shopId: 'empty' });
    await place(street.shop, 'b', { shopId: 'other' });
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(2), soon);
    expect((await street.streams((streams) => streams.info('SHOP'))).state.messages).toBe(2);

    const noLimit = { max_msgs_per_subject: -1, discard_new_per_subject: false };
    await street.streams((streams) => streams.update('SHOP', noLimit));
    street.takeIn();
    await vi.waitFor(async () => expect(await street.taken()).toBe(4), soon);
    expect(await street.till.count(outOfOrder)).toBe(0);
  });

  it('is put aside when it is larger than the server takes', async () => {
    const backbone = street.publish();
    await place(street.shop, 'a', {
      shopId: 'x'.repeat(10),
      data: { shopId: 'x'.repeat(2_000_000), place: 1 },
    });
    await place(street.shop, 'b');
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    expect((await backbone.status()).deadLetters.parked).toBe(1);
    expect((await street.streams((streams) => streams.info('SHOP'))).state.messages).toBe(1);
  });
});
