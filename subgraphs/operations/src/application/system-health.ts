import { catalog, contextOfType, type ContextStatus } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import {
  judgeContext,
  systemLimits,
  type ContextHealth,
  type HeardStatus,
} from '../domain/system-health.js';

/** How the whole system does, as far as this process has heard. */
export interface SystemHealth {
  readonly isNatsConnected: boolean;
  readonly contexts: readonly ContextHealth[];
}

/** Where statuses are heard. */
export interface StatusSource {
  readonly isConnected: boolean;
  hear(heard: (status: ContextStatus) => void): () => void;
}

/** Listens to what contexts tell of themselves. In memory: every process hears all, and what is old says nothing. */
export function watchSystem(source: StatusSource, clock: Clock) {
  const heard = new Map<string, HeardStatus>();
  const stop = source.hear((status) => {
    const now = clock.now();
    heard.set(`${status.context} ${status.instance}`, { status, heardAt: now });
    for (const [key, { heardAt }] of heard) {
      if (now.getTime() - heardAt.getTime() > systemLimits.forgottenMs) heard.delete(key);
    }
  });
  const health = (): SystemHealth => {
    const now = clock.now();
    // Contexts that publish events; one that was never heard of is silent, not missing.
    const known = [...catalog.keys()].map(contextOfType);
    const told = [...heard.values()].map(({ status }) => status.context);
    const contexts = [...new Set([...known, ...told])].toSorted().map((context) => {
      const own = [...heard.values()].filter(({ status }) => status.context === context);
      return judgeContext(context, own, now);
    });
    return { isNatsConnected: source.isConnected, contexts };
  };
  return { health, stop };
}
