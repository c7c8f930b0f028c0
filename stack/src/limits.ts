/** Every number that bounds the stack, in one place. Times in milliseconds. */
export const limits = {
  /** A child process must say that it is ready within this time. */
  childStartMs: 60_000,
  /** A child that got SIGTERM is killed after this time; longer than it gives itself. */
  childStopMs: 30_000,
  /** Wait before a crashed child is started again; doubles with every crash in a row. */
  firstRestartDelayMs: 500,
  longestRestartDelayMs: 10_000,
  /** A child that ran this long had a crash of its own, not one more of the same. */
  healthyAfterMs: 30_000,
  /** The database of a stack that was killed has this long to end before the next start gives up. */
  leftoverDatabaseMs: 15_000,
  /** Between two looks at whether something has ended. */
  pollMs: 100,
  /** A demo request is tried again this often while a context has not heard of what another one made. */
  demoAttempts: 150,
} as const;

/** Ports that are taken when nobody names others and they are free. */
export const usualPorts = { gateway: 4000, postgres: 5433, nats: 4223 } as const;
