/** Its turn did not come in time: nothing was begun. */
export class WaitedTooLong extends Error {
  constructor(key: string) {
    super(`The line for ${key} was too long.`);
  }
}

/**
 * Work of one key, one after the other within this process. Of many who want the same thing at once, the database lets
 * one in and the others wait for it, each with a connection; here they wait without.
 * @param patienceMs whose turn comes later than this is told so, as whoever asked has gone long ago; forever by default
 */
export function turns(patienceMs = Infinity) {
  const last = new Map<string, Promise<unknown>>();
  return async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const since = performance.now();
    const before = last.get(key) ?? Promise.resolve();
    const begin = () => {
      if (performance.now() - since > patienceMs) throw new WaitedTooLong(key);
      return work();
    };
    const mine = before.then(begin, begin);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
