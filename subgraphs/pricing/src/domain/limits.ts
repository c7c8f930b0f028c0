/** Everything that could grow, with its bound. */
export const limits = {
  idempotencyKeyCharacters: 128,
  nameCharacters: 120,
  /** A first version or assignment may count from this long ago: cars may stand inside when prices are first told. */
  firstEffectiveHoursAgo: 48,
  /** A quote holds for this long. */
  quoteMinutes: 15,
  /** A quote that has expired is kept for this long, for those who ask what they were told. */
  expiredQuoteDays: 30,
  /** How often quotes that are long over are deleted. */
  housekeepingMinutes: 60,
  /** Quotes deleted in one go. */
  quotesForgottenAtOnce: 5_000,
  /** The longest stay that is quoted or simulated. */
  stayDays: 92,
  /** How far ahead a quoted stay may begin. */
  quoteAheadDays: 366,
  /** How long ago a quoted stay may have begun: for somebody who stands there already. */
  quoteBehindDays: 31,
  /** The longest stay whose price stands on the map, a hundred at a time: a day. */
  mapStayMinutes: 1_440,
  /** Increments and beginnings of tables that are computed for whoever asks: a quarter of a second's work. */
  pricedSteps: 20_000,
  /** Most energy that is quoted: more than any vehicle takes. */
  quotedKwh: 2_000,
  /** Periods of a simulated session. */
  tracePeriods: 2_000,
  /** Sessions and passes of a simulated stay. */
  simulatedSessions: 10,
  simulatedPasses: 20,
  /** Time zones of a tenant's facilities in which its tariffs and plans are tried. */
  lintedZones: 3,
  /** Findings that are told. */
  findings: 50,
  /** Facilities at which one discount may be had. */
  discountFacilities: 100,
  /** How often, and in which intervals, a command looks for what another context has only just made. */
  looks: 8,
  lookMs: 100,
  /** Entities that one request may load together. */
  loaderBatch: 1_000,
} as const;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The instant so many minutes later. */
export const minutesAfter = (instant: Date, minutes: number) =>
  new Date(instant.getTime() + minutes * minuteMs);

/** The instant so many times 24 hours later. */
export const daysAfter = (instant: Date, days: number) =>
  new Date(instant.getTime() + days * dayMs);
