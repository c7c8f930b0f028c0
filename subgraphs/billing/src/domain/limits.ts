const minute = 60_000;
const day = 24 * 60 * minute;

/** Everything in billing that could grow or last, with its bound. */
export const limits = {
  /** Until when an invoice is to be paid, from its issue. */
  paymentTermMs: 14 * day,
  /** Time to leave after settling, where no setting says otherwise. */
  exitGraceMs: 15 * minute,
  /** How far a chain of merged stays is followed. */
  mergeDepth: 10,
  /** Times that a stay is held anew when it was merged meanwhile. */
  holdAttempts: 5,
  /** Discounts of one stay. */
  discountsPerVisit: 5,
  /** Invoices that the answer to a settlement shows. */
  settledInvoices: 20,
  /** Sentences that explain a correction. */
  explanationLines: 100,
  /** Visits that one round of the worker takes on. */
  workBatch: 200,
  /** Subjects that the worker looks at side by side. */
  workWidth: 4,
  /** How long the worker waits for its doorbell. */
  workPollMs: 500,
  /** Waits after a visit could not be billed; the last one repeats. */
  workRetryMs: [1_000, 5_000, 30_000, 120_000, 600_000] as readonly number[],
  /** Versions of tariffs and plans that are kept ready to rate by. */
  keptPriceVersions: 500,
  /** Rows loaded by id at once. */
  loaderBatch: 200,
  discountCodeLength: 40,
  /** Periods of a revenue summary, and the days that it may span (31 times as many by weeks or months). */
  revenuePeriods: 100,
  revenueDays: 400,
} as const;
