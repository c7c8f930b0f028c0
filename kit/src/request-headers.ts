/** Names of the headers between gateway and subgraphs. The gateway strips them from what clients send. */
export const requestHeaders = {
  /** The signed actor, see `actor-token.ts`. */
  actor: 'x-voltpark-actor',
  /** Ties together the log lines of one client request. */
  correlationId: 'x-correlation-id',
  /** Epoch milliseconds after which nobody waits for the answer. */
  deadline: 'x-deadline',
  /** W3C trace context. */
  traceparent: 'traceparent',
} as const;
