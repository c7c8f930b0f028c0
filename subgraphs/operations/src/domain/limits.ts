const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** Everything of this context that could grow or last has its limit here. */
export const limits = {
  idempotencyKeyCharacters: 128,
  nameCharacters: 80,
  reasonCharacters: 200,
  readingsPerBatch: 500,
  /** How far ahead of ours the clock of a device may be. */
  clockAheadMs: 5 * minute,
  /** Partitions that are there before their time comes. */
  partitionsAhead: 2,
  /** How long a partition may wait for its turn to be made or dropped. */
  partitionLockMs: 5 * second,
  /** Longest ranges, by resolution. */
  rangeMs: { MINUTE: day, HOUR: 60 * day, DAY: 800 * day },
  bucketsPerRange: 1_500,
  /** Telemetry of a facility is told of at most this often. */
  toldEveryMs: minute,
  /** How often what passes by itself is looked at, and how much at once. */
  keepTimeMs: second,
  keepTimeBatch: 200,
  partitionsEveryMs: 10 * minute,
  loaderBatch: 100,
  silentAfterSeconds: { default: 300, minimum: 60, maximum: 86_400 },
  reasonsPerDevice: 8,
  rulesPerFacility: 50,
  ruleSeconds: 7 * 86_400,
  /** How often the rules are looked at. */
  rulesEveryMs: 2 * second,
  escalations: 3,
  windowDays: 90,
  /** For how many days the history of health is kept: somewhat longer than any window of a service level. */
  healthDays: 91,
  /** How often what is past its time is removed, and how many rows at once. */
  pruneEveryMs: 10 * minute,
  pruneRows: 1_000,
  defaultWindowDays: 30,
  /** Open alerts that a live snapshot shows at most. */
  liveAlerts: 100,
  /** How long a live snapshot waits for the stream to have what it shows. */
  snapshotHoldMs: second,
} as const;
