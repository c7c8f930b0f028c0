import type { SqlExecutor } from '../database/executor.js';
import type { PersonalData, PersonalTable } from './personal-data.js';
import { textWithout, valueWithout, type Pseudonyms } from './pseudonyms.js';
import {
  allParameters,
  identifier as quoted,
  isTheirs,
  personParameters,
  searchIn,
  spells,
  spelt,
  type Search,
} from './rows.js';

/** Rows in which a person was found, by table. */
export type Found = Readonly<Record<string, number>>;

/**
 * Forgets a person in a context's own tables, within one transaction and as often as it takes: what was forgotten is
 * not found again. First what stands in documents and words, as rows are still known as theirs; then what is deleted,
 * parts before wholes; the columns by which rows are found come last.
 */
export async function forgetRows<Tx extends SqlExecutor>(
  tx: Tx,
  data: PersonalData<Tx>,
  names: Pseudonyms,
): Promise<Found> {
  // Triggers of tables that are only ever added to let the person's columns change under this setting.
  await tx.$queryRawUnsafe(`SELECT set_config('voltpark.forgetting', 'on', true)`);
  const search = await searchIn(data, names.person, (sql, values) =>
    tx.$queryRawUnsafe(sql, ...values),
  );
  const found: Record<string, number> = {};
  for (const table of data.tables) {
    const count = await countOf(tx, search, table, names);
    if (count > 0) found[table.table] = count;
  }
  for (const table of data.tables) await forgetDocuments(tx, search, table, names);
  for (const table of data.tables) await forgetWords(tx, table, names);
  const partsFirst = [...data.tables].sort(
    (a, b) => Number(b.via !== undefined) - Number(a.via !== undefined),
  );
  for (const table of partsFirst.filter(({ fate }) => fate === 'DELETE')) {
    await tx.$executeRawUnsafe(
      `DELETE FROM ${quoted(table.table)} AS t WHERE ${isTheirs(search, table, 't')} AND ${allParameters}`,
      ...personParameters(names.person),
    );
  }
  for (const table of partsFirst)
    if (table.fate !== 'DELETE') await blank(tx, search, table, names);
  // Ids last: a foreign key takes its children along, and they would not be found by the old id any more.
  for (const table of partsFirst) await renameRegistrations(tx, table, names);
  for (const table of partsFirst) await renameIds(tx, table, names);
  await tx.$queryRawUnsafe(`SELECT set_config('voltpark.forgetting', 'off', true)`);
  return found;
}

async function countOf(
  tx: SqlExecutor,
  search: Search,
  table: PersonalTable,
  { person }: Pseudonyms,
): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM ${quoted(table.table)} AS t
     WHERE ${isTheirs(search, table, 't')} AND ${allParameters}`,
    ...personParameters(person),
  );
  return row?.count ?? 0;
}

const keyMatch = (table: PersonalTable): string =>
  table.key.map((column) => `t.${quoted(column)}::text = $1::jsonb->>'${column}'`).join(' AND ');

/** Takes the person out of documents and words of their rows, one row after the other. */
async function forgetDocuments(
  tx: SqlExecutor,
  search: Search,
  table: PersonalTable,
  names: Pseudonyms,
): Promise<void> {
  const columns = [...(table.documents ?? []), ...(table.texts ?? [])];
  if (columns.length === 0 || table.fate === 'DELETE') return;
  const object = (of: readonly string[]): string =>
    `jsonb_build_object(${of.map((name) => `'${name}', t.${quoted(name)}`).join(', ')})::text`;
  const rows = await tx.$queryRawUnsafe<{ key: string; held: string }[]>(
    `SELECT ${object(table.key)} AS key, ${object(columns)} AS held FROM ${quoted(table.table)} AS t
     WHERE ${isTheirs(search, table, 't')} AND ${allParameters}`,
    ...personParameters(names.person),
  );
  for (const { key, held } of rows) {
    const before = JSON.parse(held) as Record<string, unknown>;
    const after = Object.fromEntries(
      Object.entries(before).map(([column, value]) => [
        column,
        table.texts?.includes(column) === true && typeof value === 'string'
          ? textWithout(names, value)
          : valueWithout(names, value),
      ]),
    );
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    const set = columns.map((column) =>
      table.documents?.includes(column) === true
        ? `${quoted(column)} = CASE WHEN t.${quoted(column)} IS NULL THEN NULL ELSE $2::jsonb->'${column}' END`
        : `${quoted(column)} = $2::jsonb->>'${column}'`,
    );
    await tx.$executeRawUnsafe(
      `UPDATE ${quoted(table.table)} AS t SET ${set.join(', ')} WHERE ${keyMatch(table)}`,
      key,
      JSON.stringify(after),
    );
  }
}

/** Takes the person out of the words in rows of others or of nobody: staff writes plates wherever there is room. */
async function forgetWords(
  tx: SqlExecutor,
  table: PersonalTable,
  names: Pseudonyms,
): Promise<void> {
  const { customerId, accountId, registrations } = names.person;
  for (const column of table.texts ?? []) {
    const text = `t.${quoted(column)}`;
    const rows = await tx.$queryRawUnsafe<{ text: string }[]>(
      `SELECT DISTINCT ${text} AS text FROM ${quoted(table.table)} AS t
       WHERE strpos(${text}, $1) > 0 OR strpos(${text}, $2) > 0 OR ${spells(spelt(text), '$3::text[]')}`,
      ...[customerId, accountId, registrations],
    );
    for (const row of rows) {
      await tx.$executeRawUnsafe(
        `UPDATE ${quoted(table.table)} AS t SET ${quoted(column)} = $2 WHERE ${text} = $1`,
        ...[row.text, textWithout(names, row.text)],
      );
    }
  }
}

async function blank(
  tx: SqlExecutor,
  search: Search,
  table: PersonalTable,
  { person }: Pseudonyms,
): Promise<void> {
  const fields = Object.entries(table.blank ?? {});
  if (fields.length === 0) return;
  const literal = (value: string | null): string =>
    value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  await tx.$executeRawUnsafe(
    `UPDATE ${quoted(table.table)} AS t
     SET ${fields.map(([column, value]) => `${quoted(column)} = ${literal(value)}`).join(', ')}
     WHERE ${isTheirs(search, table, 't')} AND ${allParameters}`,
    ...personParameters(person),
  );
}

/** Puts pseudonyms in the place of ids. */
async function renameIds(tx: SqlExecutor, table: PersonalTable, names: Pseudonyms): Promise<void> {
  const { customerId, accountId } = names.person;
  const name = quoted(table.table);
  const ids: readonly (readonly [string, string])[] = [
    ...[table.customer, ...(table.customers ?? [])].map((column) => [column, customerId] as const),
    ...[table.account, ...(table.actors ?? [])].map((column) => [column, accountId] as const),
  ].flatMap(([column, id]) => (column === undefined ? [] : [[column, id] as const]));
  for (const [column, id] of ids) {
    // The type of the column is the database's affair: the pseudonym takes it on from a row of the table.
    await tx.$executeRawUnsafe(
      `UPDATE ${name} SET ${quoted(column)} = (jsonb_populate_record(NULL::${name}, jsonb_build_object('${column}', $2::text))).${quoted(column)}
       WHERE ${quoted(column)}::text = $1`,
      id,
      names.id(id),
    );
  }
}

async function renameRegistrations(
  tx: SqlExecutor,
  table: PersonalTable,
  names: Pseudonyms,
): Promise<void> {
  const [registration, ...written] = table.registration ?? [];
  if (registration === undefined) return;
  const name = quoted(table.table);
  const column = quoted(registration);
  const owner = table.customer === undefined ? undefined : quoted(table.customer);
  const mine = owner === undefined ? '' : `${owner}::text = $1 OR `;
  const nobodys = owner === undefined ? '' : ` AND ${owner} IS NULL`;
  const rows = await tx.$queryRawUnsafe<{ registration: string }[]>(
    `SELECT DISTINCT ${column} AS registration FROM ${name}
     WHERE ${column} IS NOT NULL AND (${mine}(${column} = ANY($2::text[])${nobodys})) AND $1::text IS NOT NULL`,
    names.person.customerId,
    names.person.registrations,
  );
  for (const row of rows) {
    const set = [registration, ...written].map((each) => `${quoted(each)} = $3`).join(', ');
    const unowned = names.person.registrations.includes(row.registration);
    const whose =
      owner === undefined
        ? 'true'
        : `(${owner}::text = $1${unowned ? ` OR ${owner} IS NULL` : ''})`;
    await tx.$executeRawUnsafe(
      `UPDATE ${name} SET ${set} WHERE ${column} = $2 AND ${whose} AND $1::text IS NOT NULL`,
      names.person.customerId,
      row.registration,
      // What stands there under a pseudonym already was forgotten before.
      names.registration(row.registration),
    );
  }
}
