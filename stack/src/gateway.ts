/** The gateway's process: `node stack/dist/gateway.js`, configured by variables alone. */
import { startGateway } from '@voltpark/gateway';
import { EnvironmentError } from '@voltpark/kit/environment';
import { createLogger } from '@voltpark/kit/log';
import { announceReady, endOnSignal } from '@voltpark/kit/server/process';

const log = createLogger('gateway');
try {
  const gateway = await startGateway({ environment: process.env, log });
  endOnSignal(log, () => gateway.stop());
  announceReady(log, gateway.url);
} catch (error) {
  if (error instanceof EnvironmentError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'could not start');
  process.exit(1);
}
