/** Every number that bounds the queue for chargers. */
export const queueLimits = {
  /** Who waits at one facility at once. */
  entriesPerFacility: 200,
  /** An offer that nobody answers goes to the next after this. */
  offerMs: 3 * 60_000,
  /** Connector and slot are kept this long for whoever took an offer; and, once the vehicle stands there, to plug in. */
  keepMs: 15 * 60_000,
  plugInMs: 10 * 60_000,
  /** An offer may be put off so often, for so many minutes. */
  snoozes: 2,
  snoozeMinutes: { least: 1, usual: 10, most: 60 },
  /** Nobody waits longer. */
  waitingMs: 12 * 3_600_000,
  /** A slot that parking refused to keep is not offered again for so long. */
  refusedSlotMs: 60_000,
  /** What a session lasts of which nothing better is known, and what a charger without one that is not free. */
  typicalSessionMs: 45 * 60_000,
  typicalBlockMs: 30 * 60_000,
  /** From the end of one session to the beginning of the next. */
  turnaroundMs: 5 * 60_000,
  /** An estimate is told anew when it is off by this many seconds and by this share of what was told. */
  estimateDriftSeconds: 120,
  estimateDriftShare: 0.2,
  /** While somebody is in it, the queue is looked at this often, whatever is heard. */
  lookMs: 5_000,
  /** Queues taken on by one round of what happens by itself. */
  queuesPerRound: 50,
  /** Connectors in one live snapshot of a facility. */
  connectorsShown: 1_000,
  /** A snapshot is held back no longer for the stream to catch up with it. */
  snapshotHoldMs: 1_000,
} as const;
