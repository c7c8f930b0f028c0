import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaFile } from './schema-engine.js';

/** One migration of a context as it stands on disk. */
export interface Migration {
  /** Folder name, `<timestamp>_<name>`; migrations are applied in the order of their names. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the script, as Prisma records it in `_prisma_migrations`. */
  readonly checksum: string;
}

/** Reads the migrations of `prisma/<context>/`, in the order in which they are applied. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const folder = join(directory, 'migrations');
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** The context's schema and, beside it, the house's own tables, which every database has. */
export async function readSchema(directory: string): Promise<SchemaFile[]> {
  const files = [join(directory, 'schema.prisma'), join(directory, '..', 'backbone.prisma')];
  return Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')] as const));
}

/** Migrations in the form the engine takes. */
export function migrationList(directory: string, migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: join(directory, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  };
}
