import { monitorEventLoopDelay } from 'node:perf_hooks';
import { overloadLimits } from '../limits.js';

/** Tells when the process cannot keep up. */
export interface LoadMonitor {
  readonly isOverloaded: boolean;
  stop(): void;
}

const nanosecondsPerMs = 1e6;

/** Watches how late the event loop is, by the mean of one interval after the other. */
export function monitorLoad(limitMs: number = overloadLimits.eventLoopDelayMs): LoadMonitor {
  const delays = monitorEventLoopDelay({ resolution: overloadLimits.resolutionMs });
  delays.enable();
  let isOverloaded = false;
  const timer = setInterval(() => {
    // Every sample holds the resolution itself; what is above it is delay. No sample at all is no news.
    const meanMs = delays.mean / nanosecondsPerMs - overloadLimits.resolutionMs;
    if (delays.count > 0) isOverloaded = meanMs > limitMs;
    delays.reset();
  }, overloadLimits.samplingMs);
  timer.unref();
  return {
    get isOverloaded() {
      return isOverloaded;
    },
    stop: () => {
      clearInterval(timer);
      delays.disable();
    },
  };
}
