const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Every bound of the event backbone, in one place. */
export const backboneLimits = {
  /** Events that are published and not yet acknowledged. */
  publishWindow: 256,
  /** Outbox rows read at once. */
  relayBatch: 1_024,
  /** The least time from one batch of the relay to the next while less than a whole batch waits. */
  relayGatherMs: 15,
  /** How long the relay waits for a doorbell while there was work a moment ago, and when it is idle. */
  relayBusyPollMs: 75,
  relayIdlePollMs: 500,
  /** How long an acknowledgement of a published event may take. */
  publishTimeoutMs: 5_000,
  /** What the headers of a published event may take of the server's largest message. */
  headerBytes: 1_024,
  /** How often the leader compares its stream with the outbox while nothing else makes it look. */
  reconcileMs: 5_000,
  /** Rows that are counted as unpublished again at once, after the stream has lost them. */
  renewBatch: 10_000,
  /** How long a stream remembers message ids, and events. */
  duplicateWindowMs: 10 * minute,
  streamRetentionMs: 30 * day,
  /** How often a candidate tries to become the leader, and a leader proves that its session lives. */
  leaderTryMs: 1_000,
  leaderProofMs: 5_000,
  /** How long the leader's session may take for one statement before it counts as dead. */
  sessionTimeoutMs: 30_000,
  /** How long to wait between attempts to reach NATS. */
  natsRetryMs: 500,
  /** Events of one source that are being taken in at a time, in so many transactions of so many events. */
  consumerWindow: 256,
  consumerLanes: 4,
  consumerBatch: 32,
  /** How long an aggregate rests after a batch, so that more can gather for the next; never before the first. */
  consumerRestMs: 60,
  ackWaitMs: 30 * second,
  /** Waits between attempts to take in an event; the last one repeats. */
  retryDelaysMs: [second, 5 * second, 30 * second, 2 * minute, 10 * minute] as readonly number[],
  /** Attempts after which an event is parked until a person decides. */
  maxAttempts: 8,
  /** How often the leader looks for events to try again, replayed ones included. */
  retryPollMs: 500,
  /** How often the leader goes on with forgetting people. */
  forgettingPollMs: second,
  /** Events that the shared live consumer asks for at once. */
  liveWindow: 512,
  /** Events that a live follower may lag behind before it is ended. */
  followerLag: 10_000,
  /** Latest events kept in memory, so that most resumptions need not ask the server. */
  liveMemory: 2_048,
  /** How long rows are kept, and how often old ones are removed, at most so many at once. */
  inboxRetentionMs: 35 * day,
  idempotencyRetentionMs: day,
  housekeepingMs: hour,
  housekeepingBatch: 5_000,
};

export type BackboneLimits = typeof backboneLimits;
