/** Every number that bounds what accounts does, in one place; units last in the names. */
export const limits = {
  /** Access token of a person: how long a change of roles or a deactivation may stay unnoticed by others. */
  accessTokenLifeSeconds: 600,
  /** Access token in place of an API key: how long a revoked key may go on. */
  apiKeyTokenLifeSeconds: 60,
  /** A session that is not refreshed for so long is over. */
  refreshTokenLifeDays: 14,
  /** A session is over after so long, however much it is used. */
  sessionLifeDays: 90,
  /** Sessions of one account at once; the oldest ends when there would be more. */
  sessionsPerAccount: 20,
  /** A refresh token that was just used is heard again for so long: two tabs, or an answer that got lost. */
  refreshGraceSeconds: 10,
  /** How often one refresh token is heard within its grace, the first time included. */
  refreshUses: 5,
  /** Sessions are kept for so long after their end, so that a stolen token is still recognised. */
  endedSessionDays: 30,

  /** Failures to sign in with one address within the window before it is blocked. */
  signInFailuresPerEmail: 5,
  /** Failures to sign in with any address within the global window before all have to wait. */
  signInFailuresGlobally: 300,
  signInWindowSeconds: 900,
  signInGlobalWindowSeconds: 60,
  /** First block of an address; each further failure doubles it up to the longest. */
  signInBlockSeconds: 30,
  signInLongestBlockSeconds: 900,

  /** How many sign in or set a password at once; each takes 19 MiB, a thread, and at times a connection. */
  passwordTurnsAtOnce: 4,
  /**
   * How many wait for their turn. More would not be served within a request's deadline and are told to come back
   * instead.
   */
  passwordTurnsWaiting: 32,
  passwordMinimumLength: 10,
  passwordMaximumLength: 128,
  /** A password of fewer different characters is a pattern, not a secret. */
  passwordDifferentCharacters: 4,

  emailLength: 254,
  nameLength: 80,
  makeLength: 60,
  colourLength: 30,
  tokenLength: 255,
  brandLength: 40,
  idempotencyKeyLength: 128,
  issuerLength: 512,

  vehiclesPerCustomer: 50,
  paymentMethodsPerCustomer: 20,
  apiKeysPerTenant: 200,
  batteryLeastWh: 100,
  batteryMostWh: 2_000_000,
  /** How many years ahead a card may expire. */
  cardExpiryYearsAhead: 20,

  preferencesPerCustomer: 50,
  preferenceLength: 1_000,
  /** Erasures that are looked at in one round, and how often. */
  erasuresPerRound: 100,
  erasureRoundSeconds: 5,
  /** How far clocks of contexts may differ when it is said how long a token is heard. */
  clockToleranceSeconds: 60,

  invitationLifeDays: 7,
  transferOfferLifeDays: 7,
  /** `lastUsedAt` of an API key is written once in so long, not with each use. */
  apiKeyUseResolutionSeconds: 60,

  facilitiesPerPassProduct: 100,
  passProductsPerTenant: 200,
  passMonths: 36,
  /** How far ahead a pass may begin. */
  passDaysAhead: 366,
  /** Passes of one vehicle at one operator that have not ended. */
  passesPerVehicle: 20,
  reasonLength: 200,
  /** Between two rounds of ending passes whose time is over, and how many of them a transaction ends. */
  passRoundSeconds: 30,
  passesPerRound: 200,

  /** Between two rounds of forgetting expired sessions and throttles. */
  housekeepingMinutes: 60,
} as const;

const second = 1000;
const day = 86_400 * second;

/** The instant so many seconds later. */
export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * second);
}

/** The instant so many days of 24 hours later. */
export function daysAfter(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * day);
}
