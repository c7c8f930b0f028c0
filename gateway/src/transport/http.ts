import type { SubgraphTransport } from '../ports.js';
import { guarded, type GuardOptions } from './guard.js';
import { HttpLine, type HttpLineOptions } from './http-line.js';
import { createRemoteSubscriber } from './subscribe-remote.js';

/** Subgraphs as processes of their own: HTTP for queries and mutations, WebSocket for subscriptions. */
export function createHttpTransport(options: HttpLineOptions & GuardOptions): SubgraphTransport {
  const line = new HttpLine(options);
  const subscriber = createRemoteSubscriber(options);
  return {
    execute: guarded(line.send, options),
    subscribe: (service, call, signal) => subscriber.subscribe(service, call, signal),
    async close() {
      await Promise.all([line.close(), subscriber.close()]);
    },
  };
}
