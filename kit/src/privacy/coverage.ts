import pg from 'pg';
import type { PersonalData } from './personal-data.js';

/** The house's own tables: kit forgets there by itself. */
const ofTheHouse = new Set([
  'outbox',
  'inbox',
  'inbox_aggregate',
  'dead_letter',
  'idempotency',
  'stream_state',
  'forgetting',
  '_prisma_migrations',
]);

/** Names of columns that hold people: who somebody is, whose something is, who did something. */
const personal =
  /customer|account_id|registration|reserved_for|plate|actor|_by$|email|phone|display_name|recipient|last4/;

/**
 * Columns of a database that look as if they held people and that the declaration does not know, and what the
 * declaration names that is not there; in a spec both have to be empty. What holds people is declared, or said
 * to be impersonal with a reason.
 */
export async function uncoveredColumns(
  databaseUrl: string,
  data: Pick<PersonalData<never>, 'tables' | 'impersonal'>,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ table: string; column: string }>(
      `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns AS c
       JOIN information_schema.tables AS t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2`,
    );
    const present = new Set(rows.map(({ table, column }) => `${table}.${column}`));
    const declared = new Set([...declaredColumns(data), ...Object.keys(data.impersonal ?? {})]);
    // Of rows that are deleted nothing stays, whatever they hold.
    const deleted = new Set(
      data.tables.filter(({ fate }) => fate === 'DELETE').map(({ table }) => table),
    );
    const unknown = rows
      .filter(({ table }) => !ofTheHouse.has(table) && !deleted.has(table))
      .filter(({ column }) => personal.test(column))
      .map(({ table, column }) => `${table}.${column}`)
      .filter((column) => !declared.has(column));
    return [
      ...unknown.map((column) => `${column} is not declared`),
      ...[...declared]
        .filter((column) => !present.has(column))
        .map((column) => `${column} does not exist`),
    ];
  } finally {
    await client.end();
  }
}

function declaredColumns({ tables }: Pick<PersonalData<never>, 'tables'>): string[] {
  return tables.flatMap((table) =>
    [
      ...table.key,
      ...[table.customer, table.account, table.via?.column].filter((name) => name !== undefined),
      ...(table.registration ?? []),
      ...(table.actors ?? []),
      ...(table.customers ?? []),
      ...(table.documents ?? []),
      ...(table.texts ?? []),
      ...Object.keys(table.blank ?? {}),
      ...(table.secret ?? []),
    ].map((column) => `${table.table}.${column}`),
  );
}
