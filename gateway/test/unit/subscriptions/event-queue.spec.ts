import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../src/transport/event-queue.js';

const queueOf = (capacity = 10) => {
  let leavings = 0;
  const queue = new EventQueue<number>(capacity, () => (leavings += 1));
  return { queue, leavings: () => leavings };
};

describe('A queue of events', () => {
  it('gives what waits, then what comes, then the end', async () => {
    const { queue } = queueOf();
    queue.push(1);
    expect(await queue.next()).toEqual({ done: false, value: 1 });
    const coming = queue.next();
    queue.push(2);
    expect(await coming).toEqual({ done: false, value: 2 });
    const end = queue.next();
    queue.finish();
    expect(await end).toEqual({ done: true, value: undefined });
  });

  it('reads on what waits before it breaks', async () => {
    const { queue } = queueOf();
    queue.push(1);
    queue.break(new Error('broken'));
    expect(await queue.next()).toEqual({ done: false, value: 1 });
    await expect(queue.next()).rejects.toThrow('broken');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('takes no more than it can hold', () => {
    const { queue } = queueOf(1);
    expect(queue.push(1)).toBe(true);
    expect(queue.push(2)).toBe(false);
  });

  it('lets a reader go who is waiting, and says so once', async () => {
    const { queue, leavings } = queueOf();
    const waiting = queue.next();
    await queue.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await queue.return();
    expect(leavings()).toBe(1);
    expect(queue.push(1)).toBe(false);
  });
});
