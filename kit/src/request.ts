import type { Actor } from '@voltpark/contracts';

/** What a subgraph knows of the request it serves, whichever way it arrived. */
export interface SubgraphRequest {
  readonly actor: Actor;
  readonly correlationId: string;
  /** Epoch milliseconds after which nobody waits for the answer any more. */
  readonly deadline: number;
  readonly traceparent?: string;
}
