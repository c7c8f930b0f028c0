/**
 * Work of one key, one after the other within this process. Of many who want the same thing at once, the database lets
 * one in and the others wait for it, each with a connection; here they wait without.
 */
export function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
