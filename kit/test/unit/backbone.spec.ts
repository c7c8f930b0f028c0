import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readCursor, writeCursor } from '../../src/backbone/cursor.js';
import { commonSubject } from '../../src/backbone/durable.js';
import { checkedEvent, envelopeOf, InvalidEventError } from '../../src/backbone/envelope.js';
import { Lanes } from '../../src/backbone/lanes.js';
import { epochOf, newEpoch, streamConfig } from '../../src/backbone/stream.js';
import { backboneLimits } from '../../src/backbone/limits.js';
import { natsServers } from '../../src/backbone/nats-servers.js';
import { Doorbell } from '../../src/backbone/waiting.js';
import { catalog, orderPlaced } from '../support/backbone.js';

describe('a cursor', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9a-z]{1,32}$/),
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        (epoch, position) => {
          expect(readCursor(writeCursor({ epoch, position }))).toEqual({ epoch, position });
        },
      ),
    );
  });

  it('is refused when nobody wrote it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const place = readCursor(text);
        expect(place === undefined || writeCursor(place) === text).toBe(true);
      }),
    );
    for (const text of ['', 'x', 'a'.repeat(200), Buffer.from('e.-1').toString('base64url')]) {
      expect(readCursor(text)).toBeUndefined();
    }
  });
});

describe('the subject of a consumer', () => {
  it.each([
    [['a.b.c.v1'], 'a.b.c.v1.*'],
    [['a.b.c.v1', 'a.b.d.v1'], 'a.b.*.v1.*'],
    [['a.b.c.v1', 'a.e.d.v2'], 'a.*.*.*.*'],
  ])('covers %j by %s', (types, subject) => {
    expect(commonSubject(types)).toBe(subject);
  });
});

describe('a stream', () => {
  it('carries its epoch where every server keeps it', () => {
    const epoch = newEpoch(new Date());
    const config = streamConfig({ context: 'shop', epoch, replicas: 3, limits: backboneLimits });
    expect(epochOf({ config })).toBe(epoch);
    expect(config).toMatchObject({ name: 'SHOP', subjects: ['shop.>'], num_replicas: 3 });
    expect(epochOf({ config: { description: 'somebody else’s' } })).toBeUndefined();
  });
});

describe('an event on the wire', () => {
  const row = {
    id: '01890000-0000-7000-8000-000000000000',
    type: orderPlaced.type,
    key: 'corner',
    aggregate_type: 'order',
    aggregate_id: 'a',
    aggregate_version: '3',
    data: { shopId: 'corner', place: 3 },
    occurred_at: new Date('2026-05-04T10:00:00Z'),
    tenant_id: null,
    actor_id: 'spec',
    traceparent: null,
    republished: false,
  };

  it('is a CloudEvents envelope that fits its schema', () => {
    const envelope = envelopeOf(row);
    expect(checkedEvent(JSON.parse(JSON.stringify(envelope)), catalog)).toEqual(envelope);
    expect(envelope).toMatchObject({ specversion: '1.0', subject: 'a', aggregateversion: 3 });
  });

  it('keeps from consumers what a newer publisher has added', () => {
    const newer = envelopeOf({ ...row, data: { ...row.data, added: true } });
    expect(checkedEvent(newer, catalog).data).toEqual(row.data);
  });

  it.each([
    ['no object', 'text', 'envelope'],
    ['an unknown type', { ...envelopeOf(row), type: 'shop.order.lost.v1' }, 'unknown type'],
    ['data that do not fit', { ...envelopeOf(row), data: { place: 1 } }, 'data.shopId'],
  ])('is refused as %s, with the reason', (_what, candidate, reason) => {
    expect(() => checkedEvent(candidate, catalog)).toThrow(InvalidEventError);
    expect(() => checkedEvent(candidate, catalog)).toThrow(reason);
  });
});

describe('lanes', () => {
  it('keep the order within a key and never work on a key twice at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 4 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 5 }),
        async (keys, width, batch) => {
          const done = new Map<number, number[]>();
          const busy: number[] = [];
          let finished = 0;
          let running = 0;
          let all = (): void => undefined;
          const finish = new Promise<void>((resolve) => (all = resolve));
          const lanes = new Lanes<{ key: number; nth: number }>({
            width,
            batch,
            restMs: 0,
            failed: (error) => expect.unreachable(String(error)),
            work: async (items) => {
              const mine = new Set(items.map(({ key }) => key));
              expect(items.length).toBeLessThanOrEqual(batch);
              expect(++running).toBeLessThanOrEqual(width);
              for (const key of mine) expect(busy).not.toContain(key);
              busy.push(...mine);
              await Promise.resolve();
              for (const key of mine) busy.splice(busy.indexOf(key), 1);
              running--;
              for (const { key, nth } of items) done.set(key, [...(done.get(key) ?? []), nth]);
              finished += items.length;
              if (finished === keys.length) all();
            },
          });
          for (const [nth, key] of keys.entries()) lanes.add(String(key), { key, nth });
          if (keys.length > 0) await finish;
          for (const order of done.values())
            expect(order).toEqual([...order].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('hand over the first item at once, and together what gathers while the lane rests', async () => {
    vi.useFakeTimers();
    try {
      const batches: string[][] = [];
      const lanes = new Lanes<string>({
        ...{ width: 2, batch: 10, restMs: 60 },
        failed: (error) => expect.unreachable(String(error)),
        work: async (items) => {
          batches.push([...items]);
          await Promise.resolve();
        },
      });
      lanes.add('a', 'first');
      expect(batches).toEqual([['first']]);
      await vi.advanceTimersByTimeAsync(10);
      lanes.add('a', 'second');
      lanes.add('a', 'third');
      lanes.add('b', 'other');
      expect(batches).toEqual([['first'], ['other']]);
      await vi.advanceTimersByTimeAsync(60);
      expect(batches).toEqual([['first'], ['other'], ['second', 'third']]);
      await vi.advanceTimersByTimeAsync(120);
      lanes.add('a', 'quiet again');
      expect(batches.at(-1)).toEqual(['quiet again']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('stop where a batch failed, and begin nothing once closed', async () => {
    const ran: string[] = [];
    const failures: unknown[] = [];
    const lanes = new Lanes<string>({
      width: 2,
      batch: 1,
      restMs: 0,
      failed: (error) => failures.push(error),
      work: async ([item = '']) => {
        await Promise.resolve();
        if (item === 'broken') throw new Error(item);
        ran.push(item);
      },
    });
    lanes.add('a', 'broken');
    lanes.add('a', 'behind');
    lanes.add('b', 'other');
    await lanes.close();
    lanes.add('c', 'late');
    expect(failures).toHaveLength(1);
    expect(ran).toEqual(['other']);
  });
});

describe('the address of NATS', () => {
  it.each([
    ['nats://a:4222', { servers: ['a:4222'] }],
    ['a:4222, nats://b:4223', { servers: ['a:4222', 'b:4223'] }],
    ['nats://me:p%40ss@a:4222', { servers: ['a:4222'], user: 'me', pass: 'p@ss' }],
    ['nats://secret@a:4222,nats://b:4222', { servers: ['a:4222', 'b:4222'], token: 'secret' }],
  ])('%s may be several, with credentials', (url, options) => {
    expect(natsServers(url)).toEqual(options);
  });
});

describe('a doorbell', () => {
  it('does not forget a ring that nobody waited for', async () => {
    const bell = new Doorbell();
    const never = new AbortController().signal;
    bell.ring();
    await bell.wait(3_600_000, never);
    const waiting = bell.wait(3_600_000, never);
    bell.ring();
    await waiting;
    const leaving = new AbortController();
    const left = bell.wait(3_600_000, leaving.signal);
    leaving.abort();
    await left;
  });
});
