import { monitorEventLoopDelay } from 'node:perf_hooks';
import { overloadLimits } from '../limits.js';

/** Tells when the process cannot keep up. */
export interface LoadMonitor {
  readonly isOverloaded: boolean;
  stop(): void;
}

const nanosecondsPerMs = 1e6;

/**
 * Watches how late the event loop is, by the mean of one interval after the other. One long task (a supergraph
 * that is read, a large garbage collection) is no overload: several intervals in a row are.
 */
export function monitorLoad(limitMs: number = overloadLimits.eventLoopDelayMs): LoadMonitor {
  const delays = monitorEventLoopDelay({ resolution: overloadLimits.resolutionMs });
  delays.enable();
  let lateIntervals = 0;
  const timer = setInterval(() => {
    // Every sample holds the resolution itself; what is above it is delay. No sample at all is no news.
    const meanMs = delays.mean / nanosecondsPerMs - overloadLimits.resolutionMs;
    if (delays.count > 0) lateIntervals = meanMs > limitMs ? lateIntervals + 1 : 0;
    delays.reset();
  }, overloadLimits.samplingMs);
  timer.unref();
  return {
    get isOverloaded() {
      return lateIntervals >= overloadLimits.lateIntervals;
    },
    stop: () => {
      clearInterval(timer);
      delays.disable();
    },
  };
}
