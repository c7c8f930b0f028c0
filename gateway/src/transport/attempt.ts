import type { SubgraphCall, SubgraphResponse } from '../ports.js';

/** One call while it is under way. */
export interface Attempt {
  /** Epoch milliseconds after which nobody waits for it. */
  readonly deadline: number;
  /** True when nobody waits any more. */
  isOver: boolean;
  /** Gives up the try that is under way; set by the line that tries. */
  cancel: (() => void) | undefined;
}

/** The bare line to subgraphs: one try, no second thoughts. Rejects with `SubgraphUnavailable`. */
export type Line = (
  service: string,
  call: SubgraphCall,
  attempt: Attempt,
) => Promise<SubgraphResponse>;
