import type { RunningContext } from '@voltpark/kit/context';
import { executeInContext } from '@voltpark/kit/execution';
import { SubgraphUnavailable, type SubgraphCall, type SubgraphTransport } from '../ports.js';
import type { Attempt, Line } from './attempt.js';
import { guarded, type GuardOptions } from './guard.js';
import { createInProcessSubscriber } from './subscribe-in-process.js';

/** Contexts that run in the gateway's own process: their schemas are executed directly, with the actor as it is. */
export function createInProcessTransport(
  contexts: readonly RunningContext[],
  options: GuardOptions = {},
): SubgraphTransport {
  const byName = new Map(contexts.map((context) => [context.name, context]));
  const line: Line = (service, call, attempt) => {
    const context = byName.get(service);
    if (!context) return Promise.reject(new SubgraphUnavailable(service, 'UNREACHABLE'));
    return executeInContext(context, contextCall(call, attempt));
  };
  const subscriber = createInProcessSubscriber(contexts);
  return {
    execute: guarded(line, options),
    subscribe: (service, call, signal) => subscriber.subscribe(service, call, signal),
    close: () => Promise.resolve(),
  };
}

function contextCall(call: SubgraphCall, attempt: Attempt): Parameters<typeof executeInContext>[1] {
  const { query, operationName, variables, representationsJson, request } = call;
  return {
    query,
    operationName,
    variables:
      representationsJson === undefined
        ? variables
        : { ...variables, representations: JSON.parse(representationsJson) as unknown },
    request: { ...request, deadline: attempt.deadline },
  };
}
