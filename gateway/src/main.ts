import { EnvironmentError } from '@voltpark/kit/environment';
import { createLogger } from '@voltpark/kit/log';
import { endOnSignal } from '@voltpark/kit/server/process';
import { startGateway } from './gateway.js';

/* The gateway as a process of its own, configured by its environment. */
const log = createLogger('gateway');
try {
  const gateway = await startGateway({ log });
  endOnSignal(log, () => gateway.stop());
} catch (error) {
  if (error instanceof EnvironmentError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'could not start');
  process.exitCode = 1;
}
