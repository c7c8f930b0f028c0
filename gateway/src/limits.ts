/**
 * Every limit of the gateway, named, in one place. Why each is what it is stands in docs/gateway.md.
 * Operations are held to the same limits over HTTP, WebSocket and SSE.
 */

/** What an operation may ask for. */
export const operationLimits = {
  /** Lexical tokens of the document. */
  tokens: 1000,
  /** Fields within fields, fragments expanded; a root field is at depth 1. */
  depth: 10,
  /** The same below `__schema` and `__type`, whose standard query is deep by nature. */
  introspectionDepth: 20,
  /** Aliased fields, fragments expanded. */
  aliases: 15,
  /** Directives, fragments expanded. */
  directives: 10,
  /** Fields at the root, fragments expanded. */
  rootFields: 20,
  /** Fragment definitions in the document. */
  fragments: 64,
  /** Selections after expanding every fragment: what nested fragments would make the planner do. */
  expandedSelections: 2000,
  /** Appearances of one response name in one selection set: what validation compares pair by pair. */
  sameNameSelections: 20,
  /** Cost by `@cost` and `@listSize`. */
  cost: 5000,
  /** Lists and objects within each other in variables. */
  inputDepth: 16,
  /** `first` and `last` of any list. */
  pageSize: 100,
  /** Entries assumed in a list whose length nothing tells. */
  assumedListSize: 10,
  /** Cost that every mutation has besides what it returns. */
  mutationCost: 10,
  /** Cost of `__schema` or `__type`, whatever is selected below: a few a request. */
  introspectionCost: 1000,
  /** Errors reported for one document. */
  reportedErrors: 10,
} as const;

export type OperationLimits = { readonly [Name in keyof typeof operationLimits]: number };

/** Prepared operations that are kept, and the longest text worth keeping, in characters. */
export const preparationCacheLimits = { entries: 2000, textLength: 16_384 } as const;

/** HTTP and its server. */
export const httpLimits = {
  bodyBytes: 256 * 1024,
  /** Query string of a GET, in characters. */
  searchLength: 16 * 1024,
  headerBytes: 16 * 1024,
  /** To receive a whole request, so that slow senders do not hold sockets. */
  requestTimeoutMs: 10_000,
  /** Above the usual idle timeout of load balancers (60 s), so that they close first. */
  keepAliveTimeoutMs: 65_000,
  /** From the request's arrival to its answer; handed to subgraphs as a deadline. */
  deadlineMs: 5_000,
  correlationIdLength: 128,
} as const;

/** Webhooks that are passed on to the context that they are for. */
export const webhookLimits = {
  bodyBytes: 64 * 1024,
  /** At once; who sends a webhook sends it again. */
  inHand: 50,
  /** For the context to answer. */
  timeoutMs: 5_000,
} as const;

/** Archives of everything about a person. */
export const archiveLimits = {
  /** Of one person: a bucket of archives that were given out; a refused one is not counted. */
  rate: { burst: 3, perSecond: 1 / 600 },
  /** At once at this gateway, one a person. */
  inHand: 4,
  /** Contexts that are asked at a time for one archive, so that everybody else is answered meanwhile. */
  contextsAtOnce: 3,
  /** Rows that are asked of a context at a time. */
  pageSize: operationLimits.pageSize,
  /** Of all files before they are compressed, in bytes. */
  bytes: 128 * 1024 * 1024,
  /** For all contexts to tell everything. */
  totalMs: 120_000,
  retryAfterSeconds: 10,
} as const;

/** Requests of one client: a bucket of `burst`, refilled at `perSecond`. */
export const rateLimits = {
  /** By address, behind which there may be a whole garage or office. */
  anonymous: { burst: 1000, perSecond: 200 },
  person: { burst: 400, perSecond: 100 },
  /** Gates, cameras and partners' servers. */
  apiKey: { burst: 4000, perSecond: 1000 },
  /** Credentials that turned out wrong, by address. */
  failedCredentials: { burst: 20, perSecond: 0.2 },
  /** Buckets kept at once; the longest unused go first. */
  buckets: 50_000,
} as const;

/** When to turn requests away so that those in hand finish. */
export const overloadLimits = {
  /** Mean event-loop delay that makes a sampling interval a late one. */
  eventLoopDelayMs: 200,
  samplingMs: 250,
  /** So many late intervals in a row are overload; one is a hiccup. */
  lateIntervals: 4,
  resolutionMs: 20,
  /** Requests in hand at once; hung subgraphs would otherwise pile them up. */
  requestsInHand: 5_000,
  retryAfterSeconds: 2,
} as const;

/** Verified identities. */
export const identityLimits = {
  cachedTokens: 10_000,
  cachedKeys: 2_000,
  /** A revoked API key works at most this long. */
  apiKeyCacheMs: 60_000,
  /** Wrong credentials are remembered as wrong for this long. */
  refusedCacheMs: 10_000,
  /** Clocks of issuer and gateway may differ by this much. */
  clockToleranceSeconds: 5,
  tokenLength: 8 * 1024,
  /** How long after fetching an issuer's keys an unknown key id does not make us fetch again. */
  jwksCooldownMs: 5_000,
  jwksMaxAgeMs: 300_000,
  jwksTimeoutMs: 2_000,
} as const;

/** Stopping. */
export const stopLimits = {
  /** For everything together. */
  totalMs: 25_000,
  /** How often connections that became idle are closed. */
  sweepMs: 50,
} as const;

/** The supergraph file. */
export const supergraphLimits = { pollMs: 500 } as const;
