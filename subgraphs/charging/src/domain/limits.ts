/** Everything of this context that could grow or last has its limit here. */
export const limits = {
  idempotencyKeyCharacters: 128,
  nameCharacters: 120,
  labelCharacters: 60,
  reasonCharacters: 200,
  transactionIdCharacters: 64,
  faultCodeCharacters: 60,
  faultDescriptionCharacters: 500,
  chargersPerStation: 100,
  connectorsPerCharger: 8,
  maintenanceWindows: 50,
  /** More than the largest truck charger of today gives. */
  powerKw: 4_000,
  /** Clocks of devices: how far ahead and how late a report may be. */
  clockSkewMs: 2 * 60_000,
  reportedLateMs: 24 * 3_600_000,
  /** A station that says nothing for so long is OFFLINE. */
  stationSilenceMs: 15 * 60_000,
  /** How often at most it is noted that a station was heard. */
  heardEveryMs: 20_000,
  /** A session without energy for so long was a false start. */
  falseStartMs: 15 * 60_000,
  /** How long the offer to charge stands. */
  proposalMs: 30 * 60_000,
  /** Energy and time that somebody may set as a target. */
  targetEnergyWh: 2_000_000,
  targetDurationSeconds: 7 * 24 * 3_600,
  /** How long a start waits to hear that the vehicle has parked, and how often it looks. */
  stayPatienceMs: 1_000,
  stayLookMs: 100,
  /** How often what happens by itself is seen to. */
  keepTimeMs: 1_000,
  /** How many rows one round of that takes on. */
  keepTimeBatch: 100,
  /** Entities that one request may load together. */
  loaderBatch: 1_000,
} as const;
