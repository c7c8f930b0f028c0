import { PrismaPg } from '@prisma/adapter-pg';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openBackbone, type Backbone } from './backbone.js';
import { systemClock, type Clock } from './clock.js';
import {
  parseContextEnvironment,
  type HouseSettings,
  type Variables,
} from './context-environment.js';
import type { ContextDefinition, ContextParts, RunningContext } from './context.js';
import type { SqlExecutor } from './database/executor.js';
import { migrate } from './database/migrate.js';
import { buildContextSchema, readContextSdl } from './graphql/schema.js';
import { limits } from './limits.js';
import { createLogger, type Logger } from './log.js';
import { measureContext } from './metrics.js';
import { reportStatus } from './status-report.js';
import { personalRecords, type Read } from './privacy/export.js';
import { forgettingReactions } from './privacy/forgetting.js';

/** How to start a context; everything has a default. */
export interface StartOptions {
  /** Environment variables; the process's own by default. */
  readonly environment?: Variables;
  readonly clock?: Clock;
  readonly log?: Logger;
}

/**
 * Starts a context: environment, pool, migrations, backbone, its own parts, schema, and then what it has to do
 * before it can serve. Nothing is left open when any of it fails.
 * @throws EnvironmentError with every fault of the variables together
 */
export async function startContext<Environment, Tx extends SqlExecutor>(
  definition: ContextDefinition<Environment, Tx>,
  options: StartOptions = {},
): Promise<RunningContext> {
  const { settings, own } = parseContextEnvironment(definition, options.environment ?? process.env);
  const log = options.log ?? createLogger(definition.name);
  const clock = options.clock ?? systemClock;
  const ending = new Ending(log);
  try {
    await migrateContext(definition, settings, log);
    const pool = openPool(settings, log);
    ending.add('pool', () => pool.end());
    // Ended after the backbone, whose reactions work with them, though they are made before it begins.
    let built: ContextParts<Tx> | undefined;
    ending.add('parts', async () => built?.stop?.());
    const backbone = openBackbone({
      context: definition.name,
      databaseUrl: settings.databaseUrl,
      natsUrl: settings.natsUrl,
      streamReplicas: settings.streamReplicas,
      clock,
      log,
    });
    ending.add('backbone', () => backbone.stop());
    const { liveEvents, ringDoorbell, statuses } = backbone;
    const parts = await definition.build({
      environment: own,
      pool,
      prismaOptions: {
        adapter: new PrismaPg(pool),
        transactionOptions: { maxWait: settings.poolWaitMs, timeout: limits.transactionMs },
      },
      liveEvents,
      ringDoorbell,
      statuses,
      clock,
      log,
    });
    built = parts;
    const schema = buildContextSchema(definition, withPersonalRecords(definition, parts, pool));
    backbone.begin({
      transact: (work) => parts.transact(work),
      reactions: [
        ...(parts.reactions ?? []),
        ...(parts.people === undefined ? [] : forgettingReactions<Tx>(clock)),
      ],
      ...(parts.people === undefined ? {} : { people: parts.people }),
    });
    await firstConnection(pool);
    await parts.started?.();
    ending.add('metrics', measuring(definition.name, pool, backbone));
    ending.add('status', reportStatus({ context: definition.name, pool, backbone, clock }));
    return runningContext(definition.name, schema, parts, pool, ending);
  } catch (error) {
    await ending.run();
    throw error;
  }
}

/**
 * The context's resolvers, and the house's for what the context knows of people.
 * @throws Error when a context that declares people cannot show them what it knows, or the other way round: without
 *   the declaration it would show nothing and forget nobody, and erasures would wait for its answer in vain
 */
function withPersonalRecords<Tx extends SqlExecutor>(
  definition: Pick<ContextDefinition, 'name' | 'root'>,
  { resolvers, people }: Pick<ContextParts<Tx>, 'resolvers' | 'people'>,
  pool: pg.Pool,
): object {
  const field = `${definition.name}PersonalRecords`;
  if (!readContextSdl(definition).includes(field)) {
    if (people === undefined) return resolvers;
    throw new Error(
      `${definition.name} declares people: import @requiresScopes, @listSize, @shareable.`,
    );
  }
  if (people === undefined) {
    throw new Error(
      `${definition.name} does not say what it knows of people: give the house "people".`,
    );
  }
  const read: Read = async <Rows>(sql: string, values: readonly unknown[]) =>
    (await pool.query(sql, [...values])).rows as Rows;
  const query = 'Query' in resolvers ? (resolvers.Query as object) : {};
  return { ...resolvers, Query: { ...query, [field]: personalRecords(people, read) } };
}

async function migrateContext(
  definition: Pick<ContextDefinition, 'name' | 'root'>,
  settings: HouseSettings,
  log: Logger,
): Promise<void> {
  const applied = await migrate({
    databaseUrl: settings.databaseUrl,
    directory: join(fileURLToPath(definition.root), '../../prisma', definition.name),
  });
  if (applied.length > 0) log.info({ applied }, 'database migrated');
}

function openPool(settings: HouseSettings, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: settings.poolConnections,
    connectionTimeoutMillis: settings.poolWaitMs,
    idleTimeoutMillis: limits.poolIdleMs,
    statement_timeout: settings.statementTimeoutMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionTimeoutMs,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  // The error itself holds the whole client and its statements: its message is enough.
  pool.on('error', ({ message }) => log.warn({ reason: message }, 'a database connection broke'));
  return pool;
}

/**
 * Waits for the first connection more than once: where everything starts at the same time it may take longer than a
 * request would wait for one, and nobody asks anything yet.
 * @throws Error of the last attempt
 */
async function firstConnection(pool: pg.Pool): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await pool.query('SELECT 1');
      return;
    } catch (error) {
      if (attempt >= limits.firstConnectionAttempts) throw error;
    }
  }
}

function measuring(context: string, pool: pg.Pool, backbone: Backbone): () => Promise<void> {
  const forget = measureContext(context, async () => {
    const status = await backbone.status();
    return {
      leader: status.leader,
      natsConnected: status.natsConnected,
      outboxUnpublished: status.outbox.unpublished,
      outboxOldestSeconds: status.outbox.oldestSeconds,
      consumerLag: status.consumers.flatMap(({ source, lag }) =>
        lag === null ? [] : [{ source, events: lag }],
      ),
      deadLetters: { ...status.deadLetters },
      pool: { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
    };
  });
  return () => Promise.resolve(forget());
}

function runningContext(
  name: string,
  schema: RunningContext['schema'],
  parts: Pick<ContextParts<SqlExecutor>, 'requestContext' | 'routes'>,
  pool: pg.Pool,
  ending: Ending,
): RunningContext {
  return {
    name,
    schema,
    requestContext: (request) => parts.requestContext(request),
    routes: parts.routes ?? {},
    async unready() {
      if (ending.begun) return { context: 'stopping' };
      try {
        await pool.query('SELECT 1');
        return {};
      } catch {
        return { database: 'does not answer' };
      }
    },
    stop: () => ending.run(),
  };
}

/** What has to be closed, in the reverse order of its opening. */
class Ending {
  readonly #steps: { readonly what: string; close(): Promise<unknown> }[] = [];
  #running: Promise<void> | undefined;

  constructor(readonly log: Logger) {}

  get begun(): boolean {
    return this.#running !== undefined;
  }

  add(what: string, close: () => Promise<unknown>): void {
    this.#steps.push({ what, close });
  }

  /** Closes everything once, whatever fails on the way. */
  run(): Promise<void> {
    this.#running ??= this.#closeAll();
    return this.#running;
  }

  async #closeAll(): Promise<void> {
    for (const { what, close } of this.#steps.reverse()) {
      try {
        await close();
      } catch (error) {
        this.log.warn({ err: error, what }, 'could not be closed');
      }
    }
  }
}
