import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatErrors } from '../../src/graphql/errors.js';
import { turns, WaitedTooLong } from '../../src/turns.js';

afterEach(() => void vi.useRealTimers());

describe('turns', () => {
  it('let one work of a key at a time, in order, whatever becomes of those before', async () => {
    const inTurn = turns();
    const began: string[] = [];
    let running = 0;
    const work = (name: string) => async () => {
      running += 1;
      expect(running).toBe(1);
      began.push(name);
      await pause(1);
      running -= 1;
      if (name === 'b') throw new Error('b failed');
      return name;
    };
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((name) => inTurn('k', work(name))),
    );
    expect(began).toEqual(['a', 'b', 'c']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('do not wait for work of another key', async () => {
    const inTurn = turns();
    let open: (() => void) | undefined;
    const first = inTurn('a', () => new Promise<void>((resolve) => (open = resolve)));
    expect(await inTurn('b', () => Promise.resolve('done'))).toBe('done');
    open?.();
    await first;
  });

  it('begin nothing for whoever waited too long, who is told that there is too much to do', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const inTurn = turns(5);
    let begun = false;
    let end = (): void => undefined;
    const first = inTurn('k', () => new Promise<void>((resolve) => (end = resolve)));
    const second = inTurn('k', () => {
      begun = true;
      return Promise.resolve();
    });
    // The first has its turn by then, as nobody was before it.
    await pause(0);
    vi.advanceTimersByTime(6);
    end();
    const error = await second.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WaitedTooLong);
    expect(begun).toBe(false);
    const log = {} as never;
    expect(formatErrors([error], { correlationId: 'c' }, log)).toMatchObject([
      { extensions: { code: 'OVERLOADED' } },
    ]);
    await first;
    await inTurn('k', () => Promise.resolve());
  });
});
