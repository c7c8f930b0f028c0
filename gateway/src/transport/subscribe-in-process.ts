import type { RunningContext } from '@voltpark/kit/context';
import { subscribeInContext } from '@voltpark/kit/execution';
import { SubgraphUnavailable, type SubgraphTransport } from '../ports.js';

/** The subscribe half of the transport within one process. */
export function createInProcessSubscriber(
  contexts: readonly RunningContext[],
): Pick<SubgraphTransport, 'subscribe'> {
  const byName = new Map(contexts.map((context) => [context.name, context]));
  return {
    subscribe(service, call, signal) {
      const context = byName.get(service);
      if (context === undefined) throw new SubgraphUnavailable(service, 'UNREACHABLE');
      return subscribeInContext(context, call, signal);
    },
  };
}
