/** Every number that bounds reservations, in one place. */
export const limits = {
  horizonDays: 365,
  windowMinutes: 14 * 24 * 60,
  /** The smallest step of windows, where there is one. */
  stepMinutes: 5,
  earlyArrivalMinutes: 120,
  lateStayMinutes: 240,
  /** The longest time before a window for changes and free cancellation. */
  noticeMinutes: 30 * 24 * 60,
  holdSeconds: { min: 30, max: 3_600 },
  /** Highest fee, in the currency's major unit. */
  fee: 10_000,
  reasonLength: 200,
  idempotencyKeyLength: 128,

  /** Reservations of one vehicle that are live at the same time. */
  liveOfVehicle: 20,

  /** Whose turn at a busy facility comes later than this is told that there is too much to do. */
  turnPatienceMs: 10_000,

  /** How long confirming waits for parking to agree, and how often it looks. */
  agreementWaitMs: 1_500,
  agreementLookMs: 50,

  /** What time does is looked at this often, and at most so many reservations at a time. */
  keepTimeMs: 500,
  attendedAtOnce: 100,
  /** Parking says when nobody came; when it is silent for this long, it is taken for said. */
  noShowSilenceMs: 5 * 60_000,
  /** Starts that are tried in the search for the next free window. */
  windowsTried: 2_000,

  /** A snapshot is held back no longer for the stream to catch up with it. */
  snapshotHoldMs: 1_000,

  /** Stays that are over, and vehicles that are nobody's any more, are forgotten after so long, looked for so often. */
  retentionMs: 30 * 24 * 3_600_000,
  housekeepingMs: 3_600_000,
  forgottenAtOnce: 1_000,

  confirmationCodeLength: 8,
} as const;
