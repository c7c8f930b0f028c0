import type { Logger } from '@voltpark/kit/log';

/** Something that is done again and again until it is stopped. */
export interface Regular {
  /** Waits for what is being done. */
  stop(): Promise<void>;
}

/** Does the work every so often, never twice at a time; what fails is logged and done again next time. */
export function regularly(
  intervalMs: number,
  work: () => Promise<unknown>,
  log: Pick<Logger, 'error'>,
): Regular {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const round = async () => {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, 'regular work failed');
    }
    if (!isStopped) next();
  };
  const next = () => {
    timer = setTimeout(() => {
      running = round();
    }, intervalMs).unref();
  };
  next();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
