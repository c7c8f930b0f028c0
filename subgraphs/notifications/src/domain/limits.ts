const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Everything in notifications that could grow or last, with its bound. */
export const limits = {
  templateCharacters: 5_000,
  subjectCharacters: 200,
  bodyCharacters: 5_000,
  smsCharacters: 480,
  /**
   * How long one template may render by the clock on the wall, and what it may allocate meanwhile (about characters).
   * Without loops a text ends in a millisecond; the rest is for a machine that is busy with something else.
   */
  renderMs: second,
  renderMemory: 200_000,
  announcementTitleCharacters: 120,
  announcementCharacters: 1_000,
  /** What happened longer ago still stands in the feed, and is sent by no other channel. */
  staleMs: 24 * hour,
  /** How long a delivery waits for accounts to tell of its recipient. */
  contactWaitMs: 10 * minute,
  contactRetryMs: 5 * second,
  /** Waits between attempts; after as many failures and one more a delivery is dead. */
  retryMs: [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 4 * hour] as readonly number[],
  /** What one attempt may take. */
  sendMs: 10 * second,
  /** After that somebody else takes over a delivery; longer than any attempt. */
  leaseMs: minute,
  deliveriesPerRound: 50,
  deliveriesAtOnce: 8,
  roundMs: 500,
  pushDevices: 10,
  webhooks: 10,
  urlCharacters: 500,
  tokenCharacters: 500,
  /** Notices that one request marks as read. */
  markedAtOnce: 100,
  /** Latest notices that a new subscriber is shown. */
  snapshotNotices: 20,
  loaderBatch: 200,
  reasonCharacters: 300,
  mailboxCharacters: 254,
  /** How long a notice is kept, read or not, and what became of its deliveries; the longest of all at the end. */
  deliveryRetentionMs: 90 * day,
  noticeRetentionMs: 400 * day,
  /** How often what is past its time is removed, at most so many rows a statement. */
  housekeepingMs: hour,
  housekeepingBatch: 1_000,
  /** Messages that the recording provider keeps. */
  recordedMessages: 200,
} as const;
