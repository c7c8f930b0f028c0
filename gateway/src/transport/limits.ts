/** Named limits of the line to subgraphs. */
export const transportLimits = {
  /** How long a subgraph may take, all attempts together; less when the request's own deadline comes first. */
  subgraphDeadlineMs: 2_000,
  /** Requests to one subgraph at once; also its connections. */
  concurrentRequests: 50,
  /** Requests that wait for one of those places; more are turned away at once. */
  queuedRequests: 1_000,
  /** First attempt included; queries only. */
  attempts: 3,
  /** Retries as a share of requests, so that a subgraph in trouble gets no more than a tenth on top. */
  retryShare: 0.1,
  /** Retries that may be saved up for a moment of trouble. */
  savedRetries: 10,
  retryDelayMs: 20,
  retryDelayLimitMs: 200,
  /** Failures in a row that open the circuit. */
  failuresToOpen: 10,
  /** How long an open circuit stays open before one request may try. */
  openCircuitMs: 1_000,
  /** Of an answer; more is no answer. */
  responseBytes: 16 * 1024 * 1024,
  /** Operation texts whose JSON is kept. */
  keptOperationTexts: 4_000,
  connectTimeoutMs: 1_000,
  keepAliveMs: 30_000,
} as const;
