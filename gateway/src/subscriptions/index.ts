import type { LiveOptions, LiveTransports } from '../ports.js';
import { Groups } from './groups.js';
import type { LiveHouse } from './house.js';
import { liveLimits, type LiveLimits } from './limits.js';
import { LiveMetrics } from './metrics.js';
import { SseTransport } from './sse/handler.js';
import { UserSlots } from './user-slots.js';
import { WebSocketTransport } from './websocket/server.js';

export { liveLimits, type LiveLimits } from './limits.js';

/**
 * Subscriptions, and any other operation, over WebSocket and server-sent events.
 * @param chosen limits that differ from {@link liveLimits}
 */
export function createLiveTransports(
  options: LiveOptions,
  chosen: Partial<LiveLimits> = {},
): LiveTransports {
  const limits: LiveLimits = { ...liveLimits, ...chosen };
  const metrics = new LiveMetrics(options.metrics, {
    groups: () => groups.count,
    lines: () => groups.lineCount,
  });
  const groups = new Groups(options, limits, metrics);
  const house: LiveHouse = { options, limits, groups, slots: new UserSlots(limits), metrics };
  const webSocket = new WebSocketTransport(house);
  const sse = new SseTransport(house);
  return {
    handleUpgrade: (request, socket, head) => webSocket.handleUpgrade(request, socket, head),
    handleSse: (request, response, body) => sse.handle(request, response, body),
    supergraphChanged: (supergraph) => void groups.supergraphChanged(supergraph),
    async drain() {
      await Promise.all([webSocket.drain(), sse.drain()]);
    },
  };
}
