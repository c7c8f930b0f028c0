import { createLogger } from '@voltpark/kit/log';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextNames } from './contexts.js';
import { takeDataDirectory } from './data-directory.js';
import { seedDemo } from './demo/seed.js';
import { usualPorts } from './limits.js';
import type { DemoTown, RunningStack, StackOptions } from './options.js';
import { choosePort } from './ports.js';
import { startChildren, startInProcess, type Part, type Whole } from './processes.js';
import { loadSecrets } from './secrets.js';
import { openDatabases, openNats } from './servers.js';
import { signingJwks } from './signing-jwks.js';

/** The first administrator of every stack. */
const adminEmail = 'admin@voltpark.example';

/**
 * Starts a whole Voltpark on this machine: secrets, Postgres and NATS (unless they are given), every context of
 * `subgraphs/`, the gateway, and demo data when asked for.
 * @throws DataInUseError, PortTakenError, EnvironmentError; what was started by then is ended again
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const say = options.quiet === true ? () => undefined : (options.say ?? sayToTerminal);
  const closers: (() => Promise<unknown>)[] = [];
  const stop = once(async () => {
    for (const close of closers.reverse()) await close();
  });
  try {
    return await start(options, say, closers, stop);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function start(
  options: StackOptions,
  say: (line: string) => void,
  closers: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RunningStack> {
  const dataDirectory = await openDataDirectory(options, closers);
  const contexts = options.contexts ?? contextNames();
  const secrets = await loadSecrets(dataDirectory, contexts, signingJwks);
  const place = { options, dataDirectory, secrets, say };
  const [nats, databases] = await both(
    openNats(place).then((opened) => (closers.push(() => opened.stop()), opened)),
    openDatabases(place, contexts).then((opened) => (closers.push(() => opened.stop()), opened)),
  );
  const adminCredentials = { email: adminEmail, password: secrets.demoPassword };
  const gatewayHost = options.gatewayHost ?? '127.0.0.1';
  const whole: Whole = {
    options,
    contexts,
    secrets,
    adminCredentials,
    databases: databases.urls,
    natsUrl: nats.url,
    gatewayHost,
    gatewayPort:
      options.usualPorts === true
        ? await choosePort({
            what: 'GATEWAY_PORT',
            named: options.gatewayPort,
            usual: usualPorts.gateway,
            host: gatewayHost,
            say,
          })
        : (options.gatewayPort ?? 0),
    say,
    log: createLogger('stack'),
  };
  const part = await startParts(whole, closers);
  await writeRunFile(dataDirectory, whole, part, closers);
  const demo = options.demo === true ? await seed(part, whole, dataDirectory) : undefined;
  return {
    mode: options.mode,
    url: part.url,
    dataDirectory,
    natsUrl: nats.url,
    databases: databases.urls,
    adminCredentials,
    demo,
    nats: nats.embedded,
    died: Promise.race([nats.died, databases.died].filter((died) => died !== undefined)),
    restartGateway: () => part.restartGateway(),
    stop,
  };
}

function startParts(whole: Whole, closers: (() => Promise<unknown>)[]): Promise<Part> {
  return whole.options.mode === 'distributed'
    ? startChildren(whole, closers)
    : startInProcess(whole, closers);
}

async function openDataDirectory(
  options: StackOptions,
  closers: (() => Promise<unknown>)[],
): Promise<string> {
  if (options.dataDirectory === undefined) {
    const temporary = await mkdtemp(join(tmpdir(), 'voltpark-'));
    // Postgres runs as a user of its own when we are root, and must be able to pass through.
    await chmod(temporary, 0o755);
    closers.push(() => rm(temporary, { recursive: true, force: true }));
    return temporary;
  }
  const taken = await takeDataDirectory(options.dataDirectory);
  closers.push(() => taken.release());
  return taken.path;
}

/** Says to commands beside this process (`npm run events`, imports) where everything is. */
async function writeRunFile(
  dataDirectory: string,
  whole: Whole,
  part: Part,
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const file = join(dataDirectory, 'run.json');
  const { natsUrl, databases, adminCredentials } = whole;
  const run = { pid: process.pid, gatewayUrl: part.url, natsUrl, databases, adminCredentials };
  await writeFile(file, JSON.stringify(run, undefined, 2), { mode: 0o600 });
  closers.push(() => rm(file, { force: true }));
}

/** A system without its demo town is still one: what went wrong is said, and the start goes on. */
async function seed(part: Part, whole: Whole, directory: string): Promise<DemoTown | undefined> {
  const { adminCredentials, contexts, say } = whole;
  try {
    return await seedDemo({
      url: part.url,
      adminCredentials,
      contexts,
      dataDirectory: directory,
      say,
    });
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say('going on without it (`npm run reset` makes a fresh start)');
    return undefined;
  }
}

/** Waits for both, then fails with the first fault: what did start is known to its closer by then. */
async function both<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}

function sayToTerminal(line: string): void {
  process.stdout.write(`voltpark · ${line}\n`);
}
