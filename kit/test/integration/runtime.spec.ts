import { anonymous, defineEvent, type Actor } from '@voltpark/contracts';
import { ensureDatabase } from '@voltpark/infrastructure';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appendToOutbox } from '../../src/backbone/outbox.js';
import { defineContext, type ContextDefinition, type House } from '../../src/context.js';
import { nextMigration } from '../../src/database/migrate.js';
import { executeInContext } from '../../src/execution.js';
import { newId } from '../../src/ids.js';
import { createLogger } from '../../src/log.js';
import { metricsText } from '../../src/metrics.js';
import { startContext } from '../../src/runtime.js';
import { testNats } from '../../src/testing.js';
import { Sql } from '../support/backbone.js';

/** A context on disk, as `subgraphs/<name>` and `prisma/<name>` are. */
let house: string;
let adminUrl: string;
let nats: { url: string; stop(): Promise<void> };
const closers: (() => Promise<unknown>)[] = [];

const bellRung = defineEvent({
  type: 'belfry.bell.rung.v1',
  summary: 'The bell was rung.',
  key: 'bellId',
  data: z.object({ bellId: z.string() }),
});

const freshDatabase = (): Promise<string> => {
  const name = `belfry_${newId().slice(-12)}`;
  return ensureDatabase(adminUrl, { database: name, role: name, password: 'x' });
};

beforeAll(async () => {
  adminUrl = process.env['VOLTPARK_TEST_POSTGRES_URL'] ?? '';
  nats = await testNats();
  house = await mkdtemp(join(tmpdir(), 'voltpark-belfry-'));
  const prisma = join(house, 'prisma', 'belfry');
  await mkdir(prisma, { recursive: true });
  await mkdir(join(house, 'subgraphs', 'belfry'), { recursive: true });
  const backbone = new URL('../../../prisma/backbone.prisma', import.meta.url);
  await copyFile(backbone, join(house, 'prisma', 'backbone.prisma'));
  await writeFile(
    join(prisma, 'schema.prisma'),
    `generator client {\n  provider = "prisma-client"\n  output = "x"\n}
     datasource db {\n  provider = "postgresql"\n}\nmodel Bell {\n  id String @id\n  rung Int\n}\n`,
  );
  const sql = await nextMigration({ scratchUrl: await freshDatabase(), directory: prisma });
  await mkdir(join(prisma, 'migrations', '1_initial'), { recursive: true });
  await writeFile(join(prisma, 'migrations', '1_initial', 'migration.sql'), sql ?? '');
  await writeFile(
    join(house, 'subgraphs', 'belfry', 'schema.graphql'),
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
       import: ["@shareable", "@authenticated"])
     type Query { ring(id: ID!): Int  hour: DateTime @authenticated  patience: Int }`,
  );
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

afterAll(async () => {
  await nats.stop();
  await rm(house, { recursive: true, force: true });
});

/** A context whose own parts may be changed by a spec. */
function belfry(
  change: Partial<ContextDefinition<{ BELFRY_TUNE?: string | undefined }, Sql>> = {},
  seen: (house: House<{ BELFRY_TUNE?: string | undefined }>) => void = () => {},
) {
  const usual: ContextDefinition<{ BELFRY_TUNE?: string | undefined }, Sql> = {
    name: 'belfry',
    root: pathToFileURL(`${join(house, 'subgraphs', 'belfry')}/`),
    environment: z.object({ BELFRY_TUNE: z.string().max(10).optional() }),
    build(given) {
      seen(given);
      const { pool, ringDoorbell } = given;
      const transact = async <Result>(work: (tx: Sql) => Promise<Result>) => {
        const client = await pool.connect();
        try {
          await client.query('BEGIN');
          const result = await work(new Sql(client));
          await client.query('COMMIT');
          return result;
        } finally {
          client.release();
        }
      };
      const ring = (_: unknown, { id }: { id: string }) =>
        transact(async (tx) => {
          const [bell] = await tx.$queryRawUnsafe<{ rung: number }[]>(
            `INSERT INTO "Bell" (id, rung) VALUES ($1, 1)
             ON CONFLICT (id) DO UPDATE SET rung = "Bell".rung + 1 RETURNING rung`,
            id,
          );
          await appendToOutbox(tx, [
            {
              id: newId(),
              type: bellRung.type,
              key: id,
              aggregateType: 'bell',
              aggregateId: id,
              aggregateVersion: bell?.rung ?? 0,
              data: { bellId: id },
              occurredAt: new Date(),
              tenantId: null,
              actorId: 'spec',
            },
          ]);
          ringDoorbell();
          return bell?.rung;
        });
      const patience = async () =>
        (await pool.query<{ ms: number }>('SELECT pg_sleep(30)::text, 1 AS ms')).rows[0]?.ms;
      return {
        resolvers: { Query: { ring, patience, hour: () => new Date(0) } },
        requestContext: () => ({}),
        transact,
      };
    },
  };
  return defineContext({ ...usual, ...change });
}

/** A way to a database on which, once told to hold, nobody gets through until the first has given up waiting. */
async function busyDoor(database: number): Promise<{ readonly port: number; hold: () => void }> {
  const sockets = new Set<Socket>();
  let isHeld = false;
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    const through = () => {
      const inner = connect(database, '127.0.0.1').on('error', () => undefined);
      sockets.add(inner);
      socket.pipe(inner).pipe(socket);
    };
    if (!isHeld) return through();
    socket.resume().once('close', () => (isHeld = false));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, hold: () => (isHeld = true) };
}

const variables = async (more: Record<string, string> = {}) => ({
  BELFRY_DATABASE_URL: await freshDatabase(),
  NATS_URL: nats.url,
  // The machine may be busy with others: a statement that stands still for seconds is not what a spec is about.
  VOLTPARK_POOL_WAIT_MS: '20000',
  VOLTPARK_STATEMENT_TIMEOUT_MS: '20000',
  ...more,
});

async function started(definition = belfry(), environment?: Record<string, string>) {
  const running = await startContext(definition, {
    environment: environment ?? (await variables()),
    log: createLogger('belfry', 'silent'),
  });
  closers.push(() => running.stop());
  const ask = (query: string, actor: Actor = anonymous) =>
    executeInContext(running, {
      query,
      request: { actor, correlationId: 'c', deadline: Date.now() + 20_000 },
    });
  return { running, ask };
}

describe('A context', () => {
  it('migrates its database, answers, and is ready', async () => {
    const { running, ask } = await started();
    expect(await ask('{ ring(id: "big") }')).toEqual({ data: { ring: 1 } });
    expect(await ask('{ ring(id: "big") }')).toEqual({ data: { ring: 2 } });
    expect(await running.unready()).toEqual({});
  });

  it('finds its data again', async () => {
    const environment = await variables();
    const first = await started(belfry(), environment);
    await first.ask('{ ring(id: "big") }');
    await first.running.stop();
    const second = await started(belfry(), environment);
    expect(await second.ask('{ ring(id: "big") }')).toEqual({ data: { ring: 2 } });
  });

  it('tells metrics how it does, as long as it runs', async () => {
    // Nothing is rung: the catalog does not know a belfry's events, and its relay would park them at its own pace.
    await started();
    const text = await metricsText();
    expect(text).toMatch(/voltpark_pool_connections\{context="belfry",state="total"\} [1-9]/);
    expect(text).toMatch(/voltpark_outbox_unpublished\{context="belfry"\} 0/);
    expect(text).toMatch(/voltpark_dead_letters\{context="belfry",state="parked"\} 0/);
  });

  it('cuts off a statement that runs too long, and says nothing of it', async () => {
    const { ask } = await started(
      belfry(),
      await variables({ VOLTPARK_STATEMENT_TIMEOUT_MS: '100' }),
    );
    const { data, errors } = await ask('{ patience }');
    expect(data).toEqual({ patience: null });
    expect(errors?.[0]?.message).toBe('Something went wrong on our side.');
  });

  it('reports every fault of its environment together', async () => {
    const starting = startContext(belfry(), {
      environment: { BELFRY_DATABASE_URL: 'mysql://x', BELFRY_TUNE: 'x'.repeat(11) },
    });
    await expect(starting).rejects.toThrow(
      /NATS_URL: .*\n.*BELFRY_DATABASE_URL: .*\n.*BELFRY_TUNE: |BELFRY_DATABASE_URL: .*\n.*NATS_URL: .*\n.*BELFRY_TUNE: /,
    );
  });

  it('leaves nothing open when a part of it fails to start', async () => {
    const ended: string[] = [];
    let pool: House<unknown>['pool'] | undefined;
    const broken = belfry({
      build: (given) => {
        pool = given.pool;
        return {
          resolvers: { Query: { bim: () => 1 } },
          requestContext: () => ({}),
          transact: () => Promise.reject(new Error('unused')),
          stop: () => Promise.resolve(void ended.push('parts')),
        };
      },
    });
    await expect(started(broken)).rejects.toThrow('Query.bim');
    expect(ended).toEqual(['parts']);
    expect(pool?.ended).toBe(true);
  });

  it('is not ready while its database is away, and none of it after its end', async () => {
    let pool: House<unknown>['pool'] | undefined;
    const { running } = await started(belfry({}, (given) => (pool = given.pool)));
    await running.stop();
    expect(await running.unready()).toEqual({ context: 'stopping' });
    expect(pool?.ended).toBe(true);
  });

  it('starts where the first connection takes longer than requests wait for one', async () => {
    const database = new URL(await freshDatabase());
    const { port, hold } = await busyDoor(Number(database.port));
    database.port = String(port);
    const environment = { BELFRY_DATABASE_URL: database.href, VOLTPARK_POOL_WAIT_MS: '200' };
    const { ask } = await started(belfry({}, hold), await variables(environment));
    expect(await ask('{ ring(id: "door") }')).toEqual({ data: { ring: 1 } });
  });

  it('serves without NATS', async () => {
    const { running, ask } = await started(
      belfry(),
      await variables({ NATS_URL: 'nats://127.0.0.1:1' }),
    );
    expect(await ask('{ ring(id: "big") }')).toEqual({ data: { ring: 1 } });
    expect(await running.unready()).toEqual({});
  });
});
