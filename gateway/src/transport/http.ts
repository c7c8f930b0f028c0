import type { Logger } from '@voltpark/kit/log';
import type { SubgraphTransport } from '../ports.js';
import { guarded, type CallListener } from './guard.js';
import { HttpLine, type HttpLineOptions } from './http-line.js';
import { createRemoteSubscriber } from './subscribe-remote.js';

/** How the gateway reaches subgraphs over the network. */
export interface HttpTransportOptions extends HttpLineOptions {
  readonly log: Logger;
  readonly onCall?: CallListener;
}

/** Subgraphs as processes of their own: HTTP for queries and mutations, WebSocket for subscriptions. */
export function createHttpTransport(options: HttpTransportOptions): SubgraphTransport {
  const line = new HttpLine(options);
  const subscriber = createRemoteSubscriber(options);
  return {
    execute: guarded(line.send, options.onCall),
    subscribe: (service, call, signal) => subscriber.subscribe(service, call, signal),
    async close() {
      await Promise.all([line.close(), subscriber.close()]);
    },
  };
}
