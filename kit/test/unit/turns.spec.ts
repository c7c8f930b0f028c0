import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { formatErrors } from '../../src/graphql/errors.js';
import { turns, WaitedTooLong } from '../../src/turns.js';

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
    const inTurn = turns(5);
    let begun = false;
    const first = inTurn('k', () => pause(30));
    const second = inTurn('k', () => {
      begun = true;
      return Promise.resolve();
    });
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
