import type { ContextName } from '@voltpark/contracts';
import { LiveHub, sourceOf, type LiveHubOptions } from './live-hub.js';
import type { LiveEvents } from './port.js';

/** Live following over hubs that are opened when somebody follows the first time. */
export function openLiveEvents(options: Omit<LiveHubOptions, 'source'>): {
  readonly liveEvents: LiveEvents;
  /** Resolves when every hub has ended; abort the signal first. */
  stopped(): Promise<void>;
} {
  const hubs = new Map<ContextName, LiveHub>();
  const hubOf = (source: ContextName): LiveHub => {
    const hub = hubs.get(source) ?? new LiveHub({ ...options, source });
    hubs.set(source, hub);
    return hub;
  };
  return {
    liveEvents: { follow: async (wanted) => hubOf(sourceOf(wanted.events)).follow(wanted) },
    stopped: async () => {
      await Promise.all([...hubs.values()].map((hub) => hub.stopped()));
    },
  };
}
