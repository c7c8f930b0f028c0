/** Every number that bounds parking, in one place. */
export const limits = {
  /** Levels in one `layOutSlots`, and ranges of slots on one level. */
  levelsPerLayout: 50,
  rangesPerLevel: 50,
  /** Slots made by one mutation, and slots of a facility altogether. */
  slotsPerLayout: 5_000,
  slotsPerFacility: 20_000,
  levelsPerFacility: 100,
  levelNameLength: 60,
  slotNumberLength: 20,
  distanceMetres: 10_000,

  /** Make, model and colour. */
  describedLength: 60,
  registrationWrittenLength: 24,
  reasonLength: 500,
  idempotencyKeyLength: 128,

  /** Clocks of gates may be ahead of ours by this much. */
  clockSkewMs: 2 * 60_000,
  /** A gate that was offline may report this late. */
  reportedLateMs: 24 * 3_600_000,
  /** Two sessions that were one stay lie no farther apart. */
  mergeGapMs: 12 * 3_600_000,

  /** Exits: the longest time to leave after paying, in seconds, and the longest stay that may leave unpaid, in minutes. */
  exitGraceSeconds: 4 * 3_600,
  exitFreeMinutes: 240,

  /** Slots are given up by their holds this often, and at most so many at a time. */
  holdExpiryMs: 1_000,
  holdsPerExpiry: 100,

  /** Holds and bookings that are over are kept this long, looked for this often, and forgotten so many at a time. */
  retentionMs: 30 * 24 * 3_600_000,
  housekeepingMs: 3_600_000,
  forgottenAtOnce: 1_000,

  /** Who comes without a reservation has the slot for this long at least, whoever would like to book it. */
  walkInPromiseMs: 2 * 3_600_000,

  /** Times a park or leave is decided anew because somebody else was faster. */
  decisionAttempts: 5,
  /** Facilities looked at for one that has room. */
  alternativesConsidered: 50,

  /** Readings in one `recordFacilityCounts`. */
  countsPerBatch: 500,
  /** No counter counts farther, in either direction. */
  countedPlaces: 100_000,
  /** A feed that is silent for this long is stale. Feeds that tell of changes only are silent for hours at night. */
  countStaleMs: 2 * 3_600_000,

  /** A snapshot is held back no longer for the stream to catch up with it. */
  snapshotHoldMs: 1_000,
} as const;
