import type { SubgraphRequest } from '../request.js';

/**
 * What every GraphQL context value has. A context's own value extends it with loaders and use cases; the house
 * fills in these two, so that authorization cannot be forgotten.
 */
export interface RequestContext {
  readonly request: SubgraphRequest;
  /**
   * In a subscription: aborted when the subscriber is gone. Hand it to `liveEvents.follow`, as a generator
   * that waits for its next event cannot be ended otherwise.
   */
  readonly signal?: AbortSignal;
}
