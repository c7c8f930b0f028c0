/** Every number that bounds payments, refunds and reminders, in one place. */
export const paymentLimits = {
  /** One call of the processor; two of them and the statements around fit into a subgraph's 2 seconds. */
  processorDeadlineMs: 700,
  /** A payment or refund that is between two steps is looked after by the job from then on. */
  patienceMs: 5_000,
  /** Between two inquiries about an operation that was not answered; the last value repeats. */
  inquiryDelaysMs: [2_000, 5_000, 15_000, 60_000, 300_000],
  /** An operation that the processor does not know so long after it was asked is taken to have got lost. */
  lostAfterMs: 10_000,
  /** Authorised money is captured within this time, or released. */
  authorisationHours: 24 * 5,
  /** Payments of one invoice, failed ones included: nobody tries cards by the hundred. */
  attemptsPerInvoice: 30,
  /** Refunds of one payment, failed ones included. */
  refundsPerPayment: 50,
  /** Steps that a payment takes in one go. */
  stepsAtOnce: 4,
  /** Text of a reason. */
  reasonCharacters: 300,
  tokenCharacters: 200,
  /** What the job takes on at a time. */
  jobBatch: 50,
  /** Work that was taken is left to whoever took it for so long. */
  leaseMs: 30_000,
  /** Between two rounds of the job. */
  jobIntervalMs: 1_000,
  /** Days until an invoice is due where the facility says nothing. */
  dueDays: 14,
  /** The farthest due date that a facility may give. */
  longestDueDays: 90,
  /** Days from one reminder to the next, the first counted from the due date. */
  dunningDays: [7, 7, 14],
  /** How old or young the timestamp of a webhook may be. */
  webhookToleranceSeconds: 300,
  /** Ids of webhooks are remembered so long, far beyond the tolerance. */
  webhookDays: 7,
  /** The simulated processor waits so long for somebody to take a webhook. */
  webhookDeliveryMs: 5_000,
  /** Body of a webhook. */
  webhookBytes: 65_536,
  /** Times that a decision is made anew when the payment moved to another invoice meanwhile. */
  decisionAttempts: 5,
} as const;

/** The instant so many milliseconds later. */
export const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

const dayMs = 86_400_000;

/** The instant so many days of 24 hours later. */
export const daysLater = (at: Date, days: number): Date => later(at, days * dayMs);
