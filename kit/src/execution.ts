import { execute } from 'graphql';
import {
  argumentsOf,
  asGraphQLError,
  beforeDeadline,
  prepare,
  respond,
  type ContextCall,
  type ContextResponse,
  type ExecutableContext,
} from './graphql/engine.js';
import { deadlineExceeded } from './graphql/errors.js';
import { Subscription } from './graphql/subscription.js';

export type { ContextCall, ContextResponse, ExecutableContext } from './graphql/engine.js';

/**
 * Runs a query or mutation in the context. Never rejects: what goes wrong stands in `errors`. When the
 * request's deadline passes first the answer is `DEADLINE_EXCEEDED`; what was begun is then left to its own
 * timeouts, as a mutation cannot be taken back half way.
 */
export async function executeInContext(
  context: ExecutableContext,
  call: ContextCall,
): Promise<ContextResponse> {
  const { request } = call;
  if (request.deadline <= Date.now())
    return respond(context, request, { errors: [deadlineExceeded()] });
  const prepared = prepare(context, call.query);
  if ('errors' in prepared) return respond(context, request, prepared);
  try {
    const running = execute(argumentsOf(context, call, prepared.document));
    const result =
      running instanceof Promise ? await beforeDeadline(running, request.deadline) : running;
    return respond(context, request, result);
  } catch (error) {
    return respond(context, request, { errors: [asGraphQLError(error)] });
  }
}

/**
 * Runs a subscription in the context: one response an event, each executed with a fresh context value, so
 * that loaders do not remember the state before the event. Errors come as a response with `errors`, after which
 * the iterator finishes. Ends at once when `signal` aborts or the consumer returns, also while it waits.
 */
export function subscribeInContext(
  context: ExecutableContext,
  call: ContextCall,
  signal?: AbortSignal,
): AsyncIterableIterator<ContextResponse> {
  return new Subscription(context, call, signal);
}
