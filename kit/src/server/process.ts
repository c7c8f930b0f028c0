import {
  houseEnvironment,
  parseEnvironments,
  serverEnvironment,
  type Variables,
} from '../context-environment.js';
import type { ContextDefinition } from '../context.js';
import type { SqlExecutor } from '../database/executor.js';
import { EnvironmentError } from '../environment.js';
import { limits } from '../limits.js';
import { createLogger, type Logger } from '../log.js';
import { startContext } from '../runtime.js';
import { serveContext } from './server.js';

/** Every variable that the process of one context reads. */
export function processEnvironment(definition: Pick<ContextDefinition, 'name' | 'environment'>) {
  return [serverEnvironment, houseEnvironment(definition.name), definition.environment] as const;
}

/**
 * Runs one context as this process: starts it, serves it, and on SIGTERM or SIGINT takes it down in order.
 * Faults of the environment are all printed at once, and the process ends with 1.
 */
export async function runContextProcess<Environment, Tx extends SqlExecutor>(
  definition: ContextDefinition<Environment, Tx>,
  variables: Variables = process.env,
): Promise<void> {
  const log = createLogger(definition.name);
  try {
    const [server] = parseEnvironments(processEnvironment(definition), variables);
    const context = await startContext(definition, { environment: variables, log });
    const serving = await serveContext(context, {
      host: server.HOST,
      port: server.PORT,
      actorPublicKey: server.VOLTPARK_ACTOR_PUBLIC_JWK,
      log,
    });
    endOnSignal(log, async () => {
      await serving.stop();
      await context.stop();
    });
    announceReady(log, serving.url);
  } catch (error) {
    if (error instanceof EnvironmentError) process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, 'could not start');
    // Not `exitCode`: the channel to a parent would keep the process alive.
    process.exit(1);
  }
}

/** Tells the log, and a parent that waits for it, where this process serves. */
export function announceReady(log: Logger, url: string): void {
  log.info({ url }, 'ready');
  process.send?.({ ready: url });
}

/**
 * Runs `stop` on the first SIGTERM, SIGINT, or when the parent that holds our IPC channel is gone, and ends the
 * process afterwards, at the latest after `limits.shutdownMs`. A second signal ends it at once.
 */
export function endOnSignal(log: Logger, stop: () => Promise<void>): void {
  let ending = false;
  const end = (why: string) => {
    if (ending) {
      // The channel closes in the course of an orderly end, too; only a person insists.
      if (why !== 'disconnect') process.exit(1);
      return;
    }
    ending = true;
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), limits.shutdownMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop in order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal));
  process.on('disconnect', () => end('disconnect'));
}
