import { describe, expect, it, vi } from 'vitest';
import { outOfOrder } from '../support/backbone.js';
import { soon, streetForEach } from '../support/street.js';

const street = streetForEach();

describe('reconciliation', () => {
  it('publishes everything again when the stream is gone; consumers go on without a second effect', async () => {
    street.publish();
    street.takeIn();
    const before = await street.write(4, 20);
    await vi.waitFor(async () => expect(await street.taken()).toBe(before), soon);
    await street.streams((streams) => streams.delete('SHOP'));
    const after = await street.write(4, 20);

    await vi.waitFor(async () => expect(await street.taken()).toBe(before + after), soon);
    await vi.waitFor(async () => {
      const info = await street.streams((streams) => streams.info('SHOP'));
      expect(info.state.messages).toBe(before + after);
    }, soon);
    expect(await street.till.count('SELECT count(DISTINCT event_id) FROM effect')).toBe(
      before + after,
    );
    expect(await street.till.count(outOfOrder)).toBe(0);
  });

  it('publishes again what a purge took away before a consumer had seen it', async () => {
    street.publish();
    const written = await street.write(4, 20);
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    const before = await street.shop.count('SELECT count(DISTINCT epoch) FROM stream_state');
    await street.streams((streams) => streams.purge('SHOP'));
    street.takeIn();

    await vi.waitFor(async () => expect(await street.taken()).toBe(written), soon);
    expect(await street.till.count(outOfOrder)).toBe(0);
    expect(before).toBe(1);
  });

  it('publishes the tail again when the server has lost it, and delivers it', async () => {
    street.publish();
    const resting = street.takeIn();
    const early = await street.write(2, 20);
    await vi.waitFor(async () => expect(await street.taken()).toBe(early), soon);
    await street.nats.remember();
    await resting.stop();
    const late = await street.write(2, 20);
    await vi.waitFor(async () => expect(await street.unpublished()).toBe(0), soon);
    await street.nats.loseSinceRemembered();
    street.takeIn();

    await vi.waitFor(async () => expect(await street.taken()).toBe(early + late), soon);
    expect(await street.till.count(outOfOrder)).toBe(0);
    expect(await street.shop.count('SELECT count(*) FROM outbox WHERE republished')).toBe(late);
  });

  it('goes on in order when the server loses its tail in the middle of the work', async () => {
    street.publish();
    street.takeIn();
    const early = await street.write(2, 20);
    await vi.waitFor(async () => expect(await street.taken()).toBe(early), soon);
    await street.nats.remember();
    const load = street.write(4, 100);
    await vi.waitFor(async () => expect(await street.taken()).toBeGreaterThan(early), soon);
    await street.nats.loseSinceRemembered();
    const late = await load;

    await vi.waitFor(async () => expect(await street.taken()).toBe(early + late), soon);
    expect(await street.till.count(outOfOrder)).toBe(0);
    expect(await street.till.count('SELECT count(DISTINCT event_id) FROM effect')).toBe(
      early + late,
    );
  });
});
