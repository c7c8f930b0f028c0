import { monitorEventLoopDelay } from 'node:perf_hooks';
import { overloadLimits } from '../limits.js';

/** Tells when the process cannot keep up. */
export interface LoadMonitor {
  readonly isOverloaded: boolean;
  stop(): void;
}

const nanosecondsPerMs = 1e6;

/** Mean delays of the event loop, one interval after the other, as they are noted. */
export type DelaySource = (note: (meanMs: number) => void) => () => void;

/** The delays of this process. */
const eventLoopDelays: DelaySource = (note) => {
  const { resolutionMs, samplingMs } = overloadLimits;
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  const timer = setInterval(() => {
    // Every sample holds the resolution itself; what is above it is delay. No sample at all is no news.
    if (delays.count > 0) note(delays.mean / nanosecondsPerMs - resolutionMs);
    delays.reset();
  }, samplingMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    delays.disable();
  };
};

/**
 * Watches how late the event loop is. One long task (a supergraph that is read, a large garbage collection) is no
 * overload: several late intervals in a row are.
 * @param lateMs the mean delay from which an interval is late; 0: none ever is
 */
export function monitorLoad(
  lateMs: number = overloadLimits.eventLoopDelayMs,
  source: DelaySource = eventLoopDelays,
): LoadMonitor {
  let lateInARow = 0;
  const stop = source((meanMs) => {
    lateInARow = lateMs > 0 && meanMs > lateMs ? lateInARow + 1 : 0;
  });
  return {
    get isOverloaded() {
      return lateInARow >= overloadLimits.lateIntervals;
    },
    stop,
  };
}
