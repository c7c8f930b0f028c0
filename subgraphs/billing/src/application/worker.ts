import type { Logger } from '@voltpark/kit/log';

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
  let isStopped = false;
  let isRung = false;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    do {
      isRung = false;
      const done = await round().catch((error: unknown) => {
        log.error({ err: error }, 'a round of billing failed');
        return 0;
      });
      if (done > 0) isRung = true;
    } while (isRung && !isStopped);
    running = null;
  };
  const ring = (): void => {
    isRung = true;
    if (!isStopped) running ??= run();
  };
  const timer = setInterval(ring, pollMs).unref();
  return {
    ring,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
