import type { Envelope } from '@voltpark/contracts';
import { describe, expect, it, vi } from 'vitest';
import { readArchive } from '../../src/backbone/archive.js';
import { replayLetters } from '../../src/backbone/dead-letters.js';
import { backboneOf, leaveMark, orderPaid, place, Sql } from '../support/backbone.js';
import { soon, streetForEach } from '../support/street.js';

const street = streetForEach();

async function archive(types?: readonly string[]): Promise<Envelope[]> {
  const events: Envelope[] = [];
  const options = { batch: 7, ...(types === undefined ? {} : { types }) };
  for await (const event of readArchive(new Sql(street.shop.pool), options)) events.push(event);
  return events;
}

describe('the archive', () => {
  it('holds everything that was ever published, in the order of each aggregate', async () => {
    street.publish();
    const written = await street.write(4, 15);
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    const events = await archive();
    expect(events).toHaveLength(written);
    const last = new Map<string, number>();
    for (const { subject, aggregateversion } of events) {
      expect(aggregateversion).toBe((last.get(subject) ?? 0) + 1);
      last.set(subject, aggregateversion);
    }
  });

  it('gives only what was published, of the types that were asked for', async () => {
    const shop = street.publish();
    await place(street.shop, 'a');
    await place(street.shop, 'a', { event: orderPaid });
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    await shop.stop();
    await place(street.shop, 'a', { event: orderPaid });
    expect((await archive()).map((event) => event.aggregateversion)).toEqual([1, 2]);
    expect((await archive([orderPaid.type])).map((event) => event.type)).toEqual([orderPaid.type]);
  });
});

describe('housekeeping', () => {
  it('removes inbox and idempotency rows that are past their time, and no others', async () => {
    const { pool } = street.till;
    await pool.query(
      `INSERT INTO inbox (consumer, event_id, received_at)
       SELECT 'c', n::text, now() - interval '24 hours' * n FROM generate_series(1, 60) AS n`,
    );
    await pool.query(
      `INSERT INTO idempotency (key, actor_id, operation, request_hash, created_at)
       SELECT n::text, 'a', 'o', 'h', now() - interval '1 hour' * n FROM generate_series(1, 60) AS n`,
    );
    const backbone = backboneOf('till', street.till, street.nats, { housekeepingBatch: 7 });
    street.running.push(backbone);
    backbone.begin({ transact: street.till.transact, reactions: leaveMark() });
    await vi.waitFor(async () => {
      expect(await street.till.count('SELECT count(*) FROM inbox')).toBe(34);
      expect(await street.till.count('SELECT count(*) FROM idempotency')).toBe(23);
    }, soon);
  });
});

describe('an event that could not be published', () => {
  it('is published by a replay once its code or its row is mended', async () => {
    street.publish();
    street.takeIn();
    await place(street.shop, 'a', { data: { shopId: 'corner', place: 'third' } });
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    await vi.waitFor(async () => {
      expect(await street.shop.count('SELECT count(*) FROM dead_letter')).toBe(1);
    }, soon);
    await street.shop.pool.query(`UPDATE outbox SET data = '{"shopId": "corner", "place": 3}'`);
    expect(await street.shop.transact((tx) => replayLetters(tx, {}))).toBe(1);
    await vi.waitFor(async () => expect(await street.taken()).toBe(1), soon);
    expect(await street.shop.count('SELECT count(*) FROM dead_letter')).toBe(0);
  });
});
