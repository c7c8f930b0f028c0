import { ensureDatabase, onFreePort, startNatsServer } from '@voltpark/infrastructure';
import { anonymous, type Actor } from '@voltpark/contracts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Clock } from './clock.js';
import { databaseVariable, type Variables } from './context-environment.js';
import type { ContextDefinition, RunningContext } from './context.js';
import type { SqlExecutor } from './database/executor.js';
import { migrate } from './database/migrate.js';
import { executeInContext, subscribeInContext, type ContextResponse } from './execution.js';
import { newId } from './ids.js';
import { createLogger } from './log.js';
import { startContext } from './runtime.js';

/** For specs only: databases and contexts that live as long as a spec. */

/** `src/` and `dist/` stand equally deep. */
const migrationsOf = (context: string) =>
  join(fileURLToPath(new URL('../../prisma', import.meta.url)), context);

/** A database of a spec's own. */
export interface TestDatabase {
  readonly url: string;
  /** Drops the database, whoever is still connected. */
  dispose(): Promise<void>;
}

/**
 * A fresh database for a context, migrated, on the Postgres of the specs' global set-up; with a role of its own,
 * as in real life.
 */
export async function testDatabase(context: string): Promise<TestDatabase> {
  const adminUrl = process.env['VOLTPARK_TEST_POSTGRES_URL'];
  if (!adminUrl)
    throw new Error('Integration specs run in the project "integration" or "journeys".');
  const database = `test_${context.replaceAll('-', '_')}_${newId().slice(-12)}`;
  const url = await ensureDatabase(adminUrl, { database, role: database, password: 'specs' });
  await migrate({ databaseUrl: url, directory: migrationsOf(context) });
  return {
    url,
    async dispose() {
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      try {
        await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
        await admin.query(`DROP ROLE IF EXISTS ${database}`);
      } finally {
        await admin.end();
      }
    },
  };
}

/** A nats-server of a spec's own: streams are named by context, so specs cannot share one. */
export async function testNats(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const storeDirectory = await mkdtemp(join(tmpdir(), 'voltpark-nats-'));
  const server = await onFreePort((port) => startNatsServer({ port, storeDirectory }));
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(storeDirectory, { recursive: true, force: true });
    },
  };
}

export interface TestContextOptions {
  /** Variables of the context's own. */
  readonly environment?: Variables;
  readonly clock?: Clock;
  /** A nats-server to share with other contexts of the same spec; one of its own by default. */
  readonly natsUrl?: string;
  /** A database to use; a fresh one by default. */
  readonly databaseUrl?: string;
}

/** A context that runs for a spec. */
export interface TestContext {
  readonly running: RunningContext;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** Asks the context as this actor; anonymous by default. */
  ask(query: string, variables?: object, actor?: Actor): Promise<ContextResponse>;
  /** Subscribes as this actor. */
  subscribe(
    query: string,
    variables?: object,
    actor?: Actor,
    signal?: AbortSignal,
  ): AsyncIterableIterator<ContextResponse>;
  /** Stops the context and what was started for it. */
  stop(): Promise<void>;
}

/** How long a spec's request may take: far longer than it needs, far shorter than the spec. */
const testDeadlineMs = 20_000;

/** For a spec's own `PrismaClient`: the machine may be busy with others. */
export const patientTransactions = { maxWait: testDeadlineMs, timeout: testDeadlineMs };

/** Starts a context against the Postgres of the specs and a nats-server, as it runs in real life. */
export async function testContext<Environment, Tx extends SqlExecutor>(
  definition: ContextDefinition<Environment, Tx>,
  options: TestContextOptions = {},
): Promise<TestContext> {
  const database =
    options.databaseUrl === undefined ? await testDatabase(definition.name) : undefined;
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const nats = options.natsUrl === undefined ? await testNats() : undefined;
  const natsUrl = options.natsUrl ?? nats?.url ?? '';
  const dispose = () => Promise.all([nats?.stop(), database?.dispose()]);
  const running = await startContext(definition, {
    environment: {
      [databaseVariable(definition.name)]: databaseUrl,
      NATS_URL: natsUrl,
      VOLTPARK_POOL_WAIT_MS: String(testDeadlineMs),
      VOLTPARK_STATEMENT_TIMEOUT_MS: String(testDeadlineMs),
      ...options.environment,
    },
    log: createLogger(definition.name, process.env['LOG_LEVEL'] ?? 'silent'),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  }).catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  const call = (query: string, variables: object, actor: Actor) => ({
    query,
    variables: { ...variables },
    request: { actor, correlationId: newId(), deadline: Date.now() + testDeadlineMs },
  });
  return {
    running,
    databaseUrl,
    natsUrl,
    ask: (query, variables = {}, actor = anonymous) =>
      executeInContext(running, call(query, variables, actor)),
    subscribe: (query, variables = {}, actor = anonymous, signal) =>
      subscribeInContext(running, call(query, variables, actor), signal),
    async stop() {
      await running.stop();
      await dispose();
    },
  };
}
