/** Everything of this context that could grow has its limit here. */
export const limits = {
  idempotencyKeyCharacters: 128,
  nameCharacters: 120,
  externalIdCharacters: 64,
  streetCharacters: 160,
  postalCodeCharacters: 16,
  cityCharacters: 80,
  reasonCharacters: 200,
  specialDayNameCharacters: 80,
  places: 100_000,
  openingPeriods: 42,
  specialDays: 366,
  hoursPerSpecialDay: 6,
  nearRadiusMetres: 500_000,
  stationSettingsPerCommand: 20,
  /** Entities that one request may load together. */
  loaderBatch: 1_000,
} as const;
