/** For what a spec waits for without being about it: far longer than it takes, as the machine may be busy with others. */
export const patienceMs = 30_000;
