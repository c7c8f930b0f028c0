/**
 * Every number that bounds what a context does, in one place. Times in milliseconds, sizes in bytes.
 */
export const limits = {
  /** Connections in a context's pool; Postgres' own default of 100 then serves all contexts on one machine. */
  poolConnections: 10,
  /** How long a request waits for a free connection before it fails. */
  poolWaitMs: 4_000,
  /** How often a context that starts waits that long for its first connection. */
  firstConnectionAttempts: 10,
  /** A transaction of Prisma's is rolled back when it takes longer. */
  transactionMs: 15_000,
  /** A connection that idles this long is closed. */
  poolIdleMs: 30_000,
  /** No statement runs longer, unless its context raises this for one transaction. */
  statementTimeoutMs: 2_000,
  /** A transaction that idles this long holds locks for nothing and is ended by the database. */
  idleInTransactionTimeoutMs: 10_000,

  /** How often a context tells how it does. */
  statusReportMs: 5_000,

  /** Time that a subgraph takes when the caller names no deadline. */
  defaultDeadlineMs: 2_000,
  /** One event of a subscription is executed within this time; nobody waits for it, but it must end. */
  eventDeadlineMs: 10_000,
  /** The farthest deadline that a caller may ask for. */
  longestDeadlineMs: 30_000,

  /** Parsed and validated documents kept in a context. Gateways send few distinct ones. */
  cachedDocuments: 1_000,
  /** Representations in one `_entities` call. */
  entityRepresentations: 1_000,
  /** Items on one page of a list. */
  pageSize: 100,
  /** Length of a page cursor. */
  cursorLength: 512,

  /** Life of an actor token: long enough for one call and a little clock skew, too short to be worth stealing. */
  actorTokenLifeSeconds: 60,
  /** Actor tokens kept by a signer, one an actor. */
  signedActors: 10_000,
  /** Verified actor tokens kept by a verifier until they expire. */
  verifiedActorTokens: 10_000,

  /** Body of a request to a subgraph: 1,000 representations of some hundred bytes, and room. */
  subgraphBodyBytes: 1_048_576,
  /** A whole request must have arrived within this time. */
  requestArrivalMs: 10_000,
  /** Idle connections from gateways stay open this long, longer than any pool of theirs keeps them. */
  keepAliveMs: 65_000,
  /** One message of a WebSocket from a gateway. */
  subgraphSocketMessageBytes: 1_048_576,
  /** A WebSocket that is not initialised by then is closed. */
  socketInitialisationMs: 3_000,
  /** Between pings; a socket that does not answer one until the next is cut. */
  socketPingMs: 12_000,

  /** In-flight requests may take this long to finish after SIGTERM. */
  drainMs: 10_000,
  /** From SIGTERM to the end of the process at the latest. */
  shutdownMs: 25_000,
} as const;
