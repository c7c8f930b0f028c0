/** Everything about meter readings and progress that could grow or drift, with its bound. */
export const meterLimits = {
  /** Readings of one batch. */
  readingsPerBatch: 500,
  /** Readings that a session keeps; a reading a second for a day. */
  readingsPerSession: 100_000,
  /** A first reading so soon after the start may be of a register that counts the session. */
  relativeWithinMs: 15 * 60_000,
  /** How far a device's clock may be ahead of ours. */
  clockAheadMs: 2 * 60_000,
  /** Readings so long before the start are the session's base; earlier ones are somebody else's. */
  beforeStartMs: 15 * 60_000,
  /** Readings so long after the end still tell what the session came to; later ones are somebody else's. */
  afterEndMs: 5 * 60_000,
  /** A session that ended because its station fell silent may have gone on for so long. */
  silentStationMs: 24 * 3_600_000,
  /** Longest name that a device gives to a transaction, and highest sequence number. */
  transactionIdLength: 64,
  sequenceNumber: 2_147_483_647,
  /** Highest register, power and current that a meter may show: Wh, W, A. */
  registerWh: 1_000_000_000,
  powerW: 4_000_000,
  currentA: 10_000,
  /** Periods of a trace: events and ratings stay small. */
  tracePeriods: 3_000,
  /** Readings kept aside a tenant, and for how long. */
  asidePerTenant: 100_000,
  asideKeptMs: 30 * 24 * 3_600_000,
  /** How often it is looked whether recent ones have found their session, and what recent means. */
  asideEveryMs: 10_000,
  asideRecentMs: 10 * 60_000,
  /** Readings kept aside that are looked at in one go. */
  asideBatch: 2_000,
  /** A running session's `session.updated` at most this often; a little less than two of a meter's seconds. */
  toldEveryMs: 1_900,
  /** What was held back is told after so long; before that a meter that goes on will have said something newer. */
  tailAfterMs: 4_000,
  /** Sessions told in one go by that. */
  tailBatch: 200,
  /** Sessions of one batch that are taken in carefully at the same time. */
  carefulAtOnce: 4,
  /** Sessions whose traces and tariffs a process remembers. */
  rememberedTraces: 5_000,
  rememberedTariffs: 1_000,
  rememberedStations: 5_000,
  /** How long a snapshot waits for the stream to catch up with it. */
  snapshotHoldMs: 1_000,
  /** Who resumes behind the end of a session looks so often, at this interval, where the end stands in the stream. */
  endLooks: 20,
  endLookMs: 50,
  /** Points of the charging curve that the time remaining is estimated from. */
  curvePoints: 12,
} as const;

/** What counts as idle and as charged, in the watts and minutes of real cars. */
export const idleRule = {
  /** Less than this is what electronics of a plugged-in car draw. */
  powerW: 100,
  /** No power at all for so long … */
  withoutPowerMs: 60_000,
  /** … or no energy for so long, whatever the power was said to be, and the car is idle. */
  withoutEnergyMs: 5 * 60_000,
} as const;

/** Percent at which a driver hears that the battery is charged as far as fast charging makes sense. */
export const socThresholdPercent = 80;
