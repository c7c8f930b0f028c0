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

/** Names of columns that hold people: who somebody is, whose something is, who did something, where they are. */
const personal =
  /customer|account|owner|person|user|driver|registration|reserved_for|plate|licen[cs]e|actor|_by$|email|phone|mobile|display_name|recipient|last4|^ip$|ip_address|birth|iban|token/;

/** Names of columns in which people may stand, or things: what they are is known by whose table it is. */
const perhaps =
  /name$|address|street|postal|^city|secret|hash$|reason|explanation|description|message|comment|note|text|subject|body|content|^data$|url|written|resolution/;

/** Types of columns that can hold words, and those that hold whatever somebody put there. */
const wordy = /^(text|character varying|character|json|jsonb|bytea)/;
const loose = /^jsonb?/;

/** A column of a database; tables outside `public` are called `schema.table`. */
interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/**
 * Columns of a database that look as if they held people and that the declaration does not know, and what the
 * declaration names that is not there; in a spec both have to be empty. What holds people is declared, or said
 * to be impersonal with a reason. Words and JSON may be explained for a whole table at once (`table.*`); what speaks
 * of people by its name is explained one by one, so that a new such column in any table is noticed.
 */
export async function uncoveredColumns(
  databaseUrl: string,
  data: Pick<PersonalData<never>, 'tables' | 'impersonal'>,
): Promise<string[]> {
  const columns = await columnsOf(databaseUrl);
  const impersonal = data.impersonal ?? {};
  const declared = new Set([...declaredColumns(data), ...Object.keys(impersonal)]);
  // Of rows that are deleted nothing stays, whatever they hold.
  const deleted = new Set(
    data.tables.filter(({ fate }) => fate === 'DELETE').map(({ table }) => table),
  );
  const present = new Set(
    columns.flatMap(({ table, column }) => [`${table}.${column}`, `${table}.*`]),
  );
  return [
    ...columns
      .filter(({ table }) => !ofTheHouse.has(table) && !deleted.has(table))
      .filter(({ table, column, type }) => {
        if (declared.has(`${table}.${column}`)) return false;
        if (personal.test(column)) return true;
        const mayHold = loose.test(type) || (wordy.test(type) && perhaps.test(column));
        return mayHold && !declared.has(`${table}.*`);
      })
      .map(({ table, column }) => `${table}.${column} is not declared`),
    ...[...declared].filter((name) => !present.has(name)).map((name) => `${name} does not exist`),
    ...Object.entries(impersonal)
      .filter(([, reason]) => reason.trim() === '')
      .map(([name]) => `${name} is impersonal without a reason`),
  ];
}

/** All columns of all tables of all schemas. Partitions are left out: they have their parent's. */
async function columnsOf(databaseUrl: string): Promise<Column[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Column>(
      `SELECT CASE WHEN schema.nspname = 'public' THEN '' ELSE schema.nspname || '.' END || class.relname AS table,
              attribute.attname AS column, format_type(attribute.atttypid, NULL) AS type
       FROM pg_class AS class JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
       JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
       WHERE class.relkind IN ('r', 'p', 'm') AND NOT class.relispartition
         AND attribute.attnum > 0 AND NOT attribute.attisdropped
         AND schema.nspname <> 'information_schema' AND schema.nspname NOT LIKE 'pg\\_%' ORDER BY 1, 2`,
    );
    return rows;
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
