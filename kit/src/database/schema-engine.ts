import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** The part of the global that is used here; its types come with browsers' libraries only. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

/** A file of a Prisma schema: where it stands and what it says. */
export type SchemaFile = readonly [path: string, content: string];

let loaded: Promise<void> | undefined;

/**
 * Instantiates Prisma's own Migrate engine from its WebAssembly, once a process. By hand, because its module
 * imports the .wasm as an ES module, which Node does not do without a flag.
 */
async function load(): Promise<void> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

const charOid = 18;
/** Stands for "char" on its way through the adapter: a type that no catalogue query has a column of. */
const markerOid = 2950;
const markerType = ColumnTypeEnum.Uuid;

/**
 * The engine reads Postgres' catalogues, some of whose columns have the internal type "char". PrismaPg refuses
 * that type before the engine can see it, so its columns pass the adapter under a marker …
 */
class CataloguePool extends pg.Pool {
  override query = (async (query: pg.QueryArrayConfig, values?: unknown[]) => {
    const result = await super.query(query, values);
    for (const field of result.fields)
      if (field.dataTypeID === charOid) field.dataTypeID = markerOid;
    return result;
  }) as pg.Pool['query'];
}

/** … and are announced to the engine as the characters that they are. */
class CatalogueAdapterFactory extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === markerType ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

/**
 * Opens Prisma's Migrate engine on a database, runs `work` with it and frees it.
 * @param schema needed where the engine compares with a schema; the database alone otherwise
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  schema: readonly SchemaFile[] | undefined,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  await (loaded ??= load());
  const pool = new CataloguePool({ connectionString: databaseUrl, max: 1 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueAdapterFactory(pool));
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: schema?.map(([path, content]) => [path, content]) },
    () => undefined,
    adapter,
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}
