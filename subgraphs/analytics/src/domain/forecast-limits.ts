const week = 168;

/** What the forecast allows itself; all in hours unless said otherwise. docs/forecast.md tells how they were chosen. */
export const forecastLimits = {
  /** How far one may look ahead. */
  horizon: 48,
  /** How far back habits are learned. */
  memory: 8 * week,
  /** After this long what was seen counts by a factor of e less. */
  fading: 5 * week,
  /** A weekday's hour starts as so many observations of that hour on this kind of day. */
  kinship: 2,
  /** Forecasts are tried on the past at this distance. */
  step: 6,
  /** Trials begin when so much is behind the first hour; a forecast is given, and an error told, from `enough` on. */
  firstTrial: week,
  enough: 2 * week,
  /** How strongly corrections hold to what is expected of them beforehand, in squares of the share of capacity. */
  ridge: 1,
  /** So many errors of a part of the day are enough to leave those of other parts alone. A number of errors. */
  enoughErrors: 40,
  /** A reading of a counter is believed so long; feeds of changes are silent while a garage is closed. */
  believeReading: 24,
  /** An hour of which less is known is not known. A share. */
  knownShare: 0.25,
  /** How much of the past a forecast in the graph looks at: the memory, and what its first trials learn from. */
  history: 10 * week,
  /** How long a forecast in the graph is kept, milliseconds, and of how many facilities. */
  keepMs: 60_000,
  keptForecasts: 1_000,
} as const;
