import { defineEvent, type EventDefinition } from '@voltpark/contracts';
import { ensureDatabase } from '@voltpark/infrastructure';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { z } from 'zod';
import { openBackbone, type Backbone } from '../../src/backbone/backbone.js';
import type { BackboneLimits } from '../../src/backbone/limits.js';
import { appendToOutbox } from '../../src/backbone/outbox.js';
import { on, type Reaction } from '../../src/backbone/reaction.js';
import { systemClock } from '../../src/clock.js';
import type { SqlExecutor } from '../../src/database/executor.js';
import { nextMigration } from '../../src/database/migrate.js';
import { newId } from '../../src/ids.js';
import { createLogger } from '../../src/log.js';
import type { TestNats } from './nats.js';

/** A shop publishes orders; a till takes them in. Stand-ins for contexts in the backbone's specs. */
export const orderPlaced = defineEvent({
  type: 'shop.order.placed.v1',
  summary: 'Somebody ordered.',
  key: 'shopId',
  data: z.object({ shopId: z.string(), place: z.number().int() }),
});
export const orderPaid = defineEvent({
  type: 'shop.order.paid.v1',
  summary: 'Somebody paid.',
  key: 'shopId',
  data: z.object({ shopId: z.string(), place: z.number().int() }),
});
export const catalog: ReadonlyMap<string, EventDefinition> = new Map(
  [orderPlaced, orderPaid].map((event) => [event.type, event]),
);

/** Waits that are short enough for specs; nothing in a spec depends on their length. */
export const quick: Partial<BackboneLimits> = {
  relayGatherMs: 0,
  renewBatch: 7,
  consumerRestMs: 0,
  relayBusyPollMs: 20,
  relayIdlePollMs: 20,
  reconcileMs: 100,
  leaderTryMs: 50,
  leaderProofMs: 200,
  natsRetryMs: 30,
  retryDelaysMs: [1],
  retryPollMs: 20,
};

/** A pool's connection in a transaction, as the house's tables see it. */
export class Sql implements SqlExecutor {
  constructor(private readonly client: pg.Pool | pg.PoolClient) {}

  async $queryRawUnsafe<Rows = unknown>(sql: string, ...values: unknown[]): Promise<Rows> {
    return (await this.client.query(sql, values)).rows as Rows;
  }

  async $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number> {
    return (await this.client.query(sql, values)).rowCount ?? 0;
  }
}

let tablesSql: Promise<string> | undefined;

/** The statements that make the house's tables, from `prisma/backbone.prisma` by Prisma's own engine. */
async function makeTablesSql(adminUrl: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'voltpark-backbone-'));
  const directory = join(root, 'shop');
  const name = `scratch_${newId().slice(-12)}`;
  const scratchUrl = await ensureDatabase(adminUrl, { database: name, role: name, password: 'x' });
  try {
    await mkdir(directory);
    const house = fileURLToPath(new URL('../../../prisma/backbone.prisma', import.meta.url));
    await copyFile(house, join(root, 'backbone.prisma'));
    await writeFile(
      join(directory, 'schema.prisma'),
      'generator client {\n  provider = "prisma-client"\n  output = "x"\n}\ndatasource db {\n  provider = "postgresql"\n}\n',
    );
    const sql = await nextMigration({ scratchUrl, directory });
    if (sql === null) throw new Error('The house has no tables.');
    return sql;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** A context's database in a spec. */
export interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
  transact<Result>(work: (tx: Sql) => Promise<Result>): Promise<Result>;
  /** One number by SQL. */
  count(sql: string, ...values: unknown[]): Promise<number>;
  close(): Promise<void>;
}

/** A fresh database with the house's tables and an `effect` table, in which reactions leave their mark. */
export async function freshDatabase(): Promise<Database> {
  const adminUrl = process.env['VOLTPARK_TEST_POSTGRES_URL'] ?? '';
  const name = `backbone_${newId().slice(-12)}`;
  const url = await ensureDatabase(adminUrl, { database: name, role: name, password: 'x' });
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  pool.on('error', () => undefined);
  await pool.query(await (tablesSql ??= makeTablesSql(adminUrl)));
  await pool.query(
    `CREATE TABLE effect (nth bigserial, event_id uuid, aggregate_id text, version bigint);
     CREATE TABLE order_version (id text PRIMARY KEY, version bigint NOT NULL)`,
  );
  return {
    url,
    pool,
    async transact(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(new Sql(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
    async count(sql, ...values) {
      const { rows } = await pool.query<{ n: string }>(`SELECT (${sql})::text AS n`, values);
      return Number(rows[0]?.n ?? 0);
    },
    close: () => pool.end(),
  };
}

/** A backbone for specs, with quick limits, that has not begun. */
export function backboneOf(
  context: string,
  database: Pick<Database, 'url'>,
  nats: Pick<TestNats, 'url'>,
  limits: Partial<BackboneLimits> = {},
): Backbone {
  return openBackbone({
    context,
    databaseUrl: database.url,
    natsUrl: nats.url,
    clock: systemClock,
    log: createLogger(`${context} backbone`, process.env['LOG_LEVEL'] ?? 'silent'),
    catalog,
    limits: { ...quick, ...limits },
  });
}

/** Places one more event of an order, numbered as contexts number them: by a version in the aggregate's row. */
export async function place(
  database: Database,
  orderId: string,
  options: {
    readonly shopId?: string;
    readonly event?: EventDefinition;
    readonly data?: object;
  } = {},
): Promise<number> {
  return database.transact(async (tx) => {
    const [row] = await tx.$queryRawUnsafe<{ version: string }[]>(
      `INSERT INTO order_version VALUES ($1, 1)
       ON CONFLICT (id) DO UPDATE SET version = order_version.version + 1 RETURNING version::text`,
      orderId,
    );
    const version = Number(row?.version);
    const shopId = options.shopId ?? 'corner';
    await appendToOutbox(tx, [
      {
        id: newId(),
        type: (options.event ?? orderPlaced).type,
        key: shopId,
        aggregateType: 'order',
        aggregateId: orderId,
        aggregateVersion: version,
        data: options.data ?? { shopId, place: version },
        occurredAt: new Date(),
        tenantId: null,
        actorId: 'spec',
      },
    ]);
    return version;
  });
}

/** A reaction that leaves its mark in `effect`, after `before` has had its say. */
export function leaveMark(
  before: (orderId: string, version: number) => Promise<void> | void = () => undefined,
): Reaction<Sql>[] {
  return [orderPlaced, orderPaid].map((event) =>
    on(event, async (envelope, tx: Sql) => {
      await before(envelope.subject, envelope.aggregateversion);
      await tx.$executeRawUnsafe(
        `INSERT INTO effect (event_id, aggregate_id, version) VALUES ($1::uuid, $2, $3)`,
        envelope.id,
        envelope.subject,
        envelope.aggregateversion,
      );
    }),
  );
}

/** Effects that came out of the order of their aggregate. */
export const outOfOrder = `SELECT count(*) FROM (
  SELECT version, lag(version) OVER (PARTITION BY aggregate_id ORDER BY nth) AS previous FROM effect
) AS pair WHERE previous >= version`;
