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
  /**
   * The database of a stack that was killed has this long to end before the next start gives up; far longer than its
   * guard gives it, whose 10 seconds last longer on a busy machine.
   */
  leftoverDatabaseMs: 30_000,
  /** Free ports that are tried when somebody else takes one between our asking for it and using it. */
  freePortAttempts: 3,
  /** Between two looks at whether something has ended. */
  pollMs: 100,
  /** A demo request is tried again this often while a context has not heard of what another one made. */
  demoAttempts: 150,
  /** Invitations of one demo account: more than answers that may get lost, fewer than failed sign-ins block it. */
  demoInvitations: 3,

  /** A file of facilities: its bytes and lines, and the bytes of one line. */
  importFileBytes: 16_777_216,
  importLines: 10_000,
  importLineBytes: 65_536,
  /** A request of the import: how long it may take, how often it is sent, how long it waits before the second time. */
  importRequestMs: 10_000,
  importAttempts: 5,
  importRetryMs: 250,
  /** How often and at what intervals the import asks whether parking has heard of a facility. */
  importHearingAttempts: 100,
  importHearingMs: 100,

  /** How often and at what intervals a command asks again that another context has to hear of first. */
  hearingAttempts: 150,
  hearingMs: 100,

  /** How often a command asks again while a part of the system does not answer, and the longest wait between. */
  outageAttempts: 12,
  outageWaitMs: 3_000,

  /** Sessions that are replayed at once, at most, and readings that go in one request. */
  replaySessionsAtOnce: 64,
  replaySessionBatch: 100,
  /** The replay's prices count from so long ago: its devices' clocks are behind by the length of a stay. */
  replayPricesAgeMs: 47 * 3_600_000,
  /** How long the replay waits in the end for the last bills. */
  replayBillingMs: 60_000,

  /** A back-test spans at most so many days, and names so many lines that are no data. */
  backtestDays: 1_100,
  backtestExamples: 5,

  /** A line of a file of counts. */
  replayLineBytes: 4_096,
  /** Readings sent at once; no more than the API takes. */
  replayBatch: 200,
  /** The shortest and the longest wait for the next reading to be due. */
  replayTickMs: 20,
  replayLongestWaitMs: 1_000,
  /** One signs in again after this time; tokens live longer. */
  replaySignInMs: 300_000,
} as const;

/** Ports that are taken when nobody names others and they are free. */
export const usualPorts = { gateway: 4000, postgres: 5433, nats: 4223 } as const;

/**
 * Flags of every Node process that serves. Answers and frames die young, and many are in flight at once: with V8's
 * small default for young objects they are copied into the old ones first (measured in `docs/benchmarks.md`).
 * `scripts/start.mjs` and the Dockerfile name the same.
 */
export const nodeFlags = ['--max-semi-space-size=64', '--enable-source-maps'] as const;
