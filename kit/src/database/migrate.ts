import pg from 'pg';
import { migrationList, readMigrations, readSchema, type Migration } from './migrations.js';
import { withSchemaEngine } from './schema-engine.js';

/** Every replica of a context takes this lock in its own database before it migrates. Any constant does. */
const migrationLock = 0x766f6c74;

const filters = { externalTables: [], externalEnums: [] };

/**
 * Brings a context's database up to date with its migrations by Prisma's own engine, which records them in
 * `_prisma_migrations`. Several replicas may call it at once; a database that is up to date costs one query.
 * @param directory the context's folder under `prisma/`
 * @returns the names of the migrations that were applied now
 * @throws Error when an applied migration was edited afterwards, or one failed
 */
export async function migrate(options: {
  databaseUrl: string;
  directory: string;
}): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  if (migrations.length === 0) return [];
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    if (await isUpToDate(client, migrations)) return [];
    return await withSchemaEngine(options.databaseUrl, undefined, async (engine) => {
      const applied = await engine.applyMigrations({
        migrationsList: migrationList(options.directory, migrations),
        filters,
      });
      return applied.appliedMigrationNames;
    });
  } finally {
    await client.end();
  }
}

async function isUpToDate(client: pg.Client, migrations: readonly Migration[]): Promise<boolean> {
  const table = await client.query<{ found: string | null }>(
    `SELECT to_regclass('_prisma_migrations')::text AS found`,
  );
  if (!table.rows[0]?.found) return false;
  const applied = await client.query<{ migration_name: string; checksum: string }>(
    `SELECT migration_name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const checksums = new Map(applied.rows.map((row) => [row.migration_name, row.checksum]));
  const edited = migrations.find(
    ({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum,
  );
  if (edited !== undefined) {
    throw new Error(
      `The migration ${edited.name} was changed after it had been applied. Restore it and write a new one.`,
    );
  }
  return migrations.every(({ name }) => checksums.has(name));
}

/**
 * Writes down what is missing between a context's migrations and its schema: the migrations are applied to a
 * scratch database, and that database is compared with the schema.
 * @param options.scratchUrl an empty database; it holds the migrated tables afterwards
 * @returns the script of the next migration, or null when migrations and schema agree
 */
export async function nextMigration(options: {
  scratchUrl: string;
  directory: string;
}): Promise<string | null> {
  await migrate({ databaseUrl: options.scratchUrl, directory: options.directory });
  const schema = await readSchema(options.directory);
  const files = schema.map(([path, content]) => ({ path, content }));
  return withSchemaEngine(options.scratchUrl, schema, async (engine) => {
    const difference = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: options.directory },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters,
    });
    // 2 is the engine's way to say that there is a difference.
    return difference.exitCode === 2 ? difference.stdout : null;
  });
}
