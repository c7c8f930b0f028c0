/**
 * Transactions of use cases: what the work saves commits together with the events of it, and the relay is told
 * afterwards, where there is something to publish.
 * @param options.begin runs work in one transaction, which commits when it resolves
 * @param options.storesIn the stores of a transaction; they call `wrote` when they put events into the outbox
 */
export function transactionsOver<Tx, Cause, Stores>(options: {
  readonly begin: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
  readonly storesIn: (tx: Tx, cause: Cause, wrote: () => void) => Stores;
  readonly ringDoorbell: () => void;
}): <Result>(cause: Cause, work: (stores: Stores) => Promise<Result>) => Promise<Result> {
  const { begin, storesIn, ringDoorbell } = options;
  return async (cause, work) => {
    let hasWritten = false;
    const wrote = () => {
      hasWritten = true;
    };
    const result = await begin((tx) => work(storesIn(tx, cause, wrote)));
    if (hasWritten) ringDoorbell();
    return result;
  };
}
