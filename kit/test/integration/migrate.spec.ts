import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase } from '@voltpark/infrastructure';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, nextMigration } from '../../src/database/migrate.js';
import { newId } from '../../src/ids.js';

const schema = (...fields: string[]) => `
generator client {
  provider        = "prisma-client"
  output          = "generated"
  previewFeatures = ["partialIndexes"]
}
datasource db {
  provider = "postgresql"
}
model Gate {
  id String @id
  ${fields.join('\n  ')}
}`;

let root = '';
let directory = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'voltpark-migrate-'));
  directory = join(root, 'gates');
  await mkdir(directory);
  await writeFile(join(root, 'backbone.prisma'), 'model House {\n  id String @id\n}\n');
});
afterEach(() => rm(root, { recursive: true, force: true }));

function freshDatabase(): Promise<string> {
  const name = `migrate_${newId().replaceAll('-', '')}`;
  const adminUrl = process.env['VOLTPARK_TEST_POSTGRES_URL'] ?? '';
  return ensureDatabase(adminUrl, { database: name, role: name, password: 'spec' });
}

async function writeSchema(...fields: string[]): Promise<void> {
  await writeFile(join(directory, 'schema.prisma'), schema(...fields));
}

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(directory, 'migrations', name), { recursive: true });
  await writeFile(join(directory, 'migrations', name, 'migration.sql'), sql);
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const missing = async () => nextMigration({ scratchUrl: await freshDatabase(), directory });

describe('the next migration', () => {
  it('makes the schema and the house’s own tables, and then nothing is missing', async () => {
    await writeSchema('name String');
    const script = await missing();
    expect(script).toContain('CREATE TABLE "Gate"');
    expect(script).toContain('CREATE TABLE "House"');
    await writeMigration('1_initial', script ?? '');
    expect(await missing()).toBeNull();
  });

  it('holds only the difference, partial indexes included', async () => {
    await writeSchema();
    await writeMigration('1_initial', (await missing()) ?? '');
    await writeSchema(
      'name String?',
      '@@unique([name], where: raw("name <> \'\'"), map: "one_name")',
    );
    const script = (await missing()) ?? '';
    expect(script).toContain('ADD COLUMN     "name"');
    expect(script).toContain('CREATE UNIQUE INDEX "one_name" ON "Gate"("name") WHERE');
    expect(script).not.toContain('CREATE TABLE');
    await writeMigration('2_name', script);
    expect(await missing()).toBeNull();
  });

  it('does not count a hand-written CHECK as a difference', async () => {
    await writeSchema();
    await writeMigration(
      '1_initial',
      `${await missing()}\nALTER TABLE "Gate" ADD CHECK (id <> '');`,
    );
    expect(await missing()).toBeNull();
  });
});

describe('migrating', () => {
  beforeEach(async () => {
    await writeSchema();
    await writeMigration('1_initial', (await missing()) ?? '');
  });

  it('applies what is missing, records it as Prisma does, and is quiet afterwards', async () => {
    const databaseUrl = await freshDatabase();
    expect(await migrate({ databaseUrl, directory })).toEqual(['1_initial']);
    expect(await migrate({ databaseUrl, directory })).toEqual([]);
    await writeMigration('2_more', 'CREATE TABLE more (id int);');
    expect(await migrate({ databaseUrl, directory })).toEqual(['2_more']);
    const recorded = await query(
      databaseUrl,
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
    );
    expect(recorded).toEqual([{ migration_name: '1_initial' }, { migration_name: '2_more' }]);
  });

  it('lets several replicas start at once: one migrates, all go on', async () => {
    const databaseUrl = await freshDatabase();
    const applied = await Promise.all(
      Array.from({ length: 4 }, () => migrate({ databaseUrl, directory })),
    );
    expect(applied.flat()).toEqual(['1_initial']);
  });

  it('refuses a migration that was edited after it had been applied, by name', async () => {
    const databaseUrl = await freshDatabase();
    await migrate({ databaseUrl, directory });
    await writeMigration('1_initial', 'CREATE TABLE other (id int);');
    await expect(migrate({ databaseUrl, directory })).rejects.toThrow(/1_initial was changed/);
  });

  it('says what is wrong with a migration that fails', async () => {
    const databaseUrl = await freshDatabase();
    await writeMigration('2_broken', 'CREATE TABEL x (id int);');
    await expect(migrate({ databaseUrl, directory })).rejects.toThrow(/TABEL[\s\S]*2_broken/);
  });
});
