const hour = 3_600_000;
const day = 24 * hour;

/** Everything here that could grow, with its bound. */
export const limits = {
  /** How long a counter's reading is believed when nothing follows it. Slots are believed without end. */
  believeCountMs: day,
  /** Local days of a report. */
  reportDays: 366,
  /** Local days of a history by hours. */
  hourlyDays: 31,
  /** Daily reports at once. */
  dailyReports: 31,
  /** Weeks that a seasonal pattern may look back. */
  patternWeeks: 53,
  /** Hours of a day that are named as the busiest, and as the quietest. */
  namedHours: 3,
  /** Rows of one chunk of an export. */
  csvRows: 1_000,
  /** How often key figures that changed are told, and how many facilities at once. */
  kpiTellMs: 5_000,
  kpiBatch: 50,
  /** How often it is looked for days that ended, and how long after its end a day is told. */
  dayTellMs: 10_000,
  dayRestMs: 2 * hour,
  /** How often days are looked at again of facilities where something happened. */
  dayAgainMs: 5 * 60_000,
  /** Days back that are told, or told again when late events changed them. */
  dayBack: 3,
  /** Days that single samples of occupancy are kept; what they add up to is kept for ever. */
  sampleDays: 35,
  /** Days that is known what was told of a day: it is told again within `dayBack` only. */
  toldDays: 35,
  /** How often that is removed which is past its time, and how many rows of a facility at once. */
  pruneMs: hour,
  pruneRows: 1_000,
} as const;
