import type { Logger } from './log.js';

/** Does its round whenever it is rung for, and once in a while; one round at a time. */
export interface Worker {
  ring(): void;
  /** Ends when the round that is under way is over. */
  stop(): Promise<void>;
}

/**
 * A worker.
 * @param round does what there is to do and says how much it was; it is begun again at once while that is something
 */
export function startWorker(
  round: () => Promise<number>,
  { pollMs, log }: { readonly pollMs: number; readonly log: Logger },
): Worker {
  const stopping = new AbortController();
  let isRung = false;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (isRung && !stopping.signal.aborted) {
      isRung = false;
      const done = await round().catch((error: unknown) => {
        log.error({ err: error }, 'a round of work failed');
        return 0;
      });
      if (done > 0) isRung = true;
    }
    running = null;
  };
  const ring = (): void => {
    isRung = true;
    if (!stopping.signal.aborted) running ??= run();
  };
  const timer = setInterval(ring, pollMs).unref();
  return {
    ring,
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}
