import type { Person } from '@voltpark/contracts';
import type { PersonalData, PersonalTable } from './personal-data.js';
import { betweenSigns, shortestInWords } from './pseudonyms.js';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export { quoted as identifier };

/** Runs a query. */
type Query = <Rows>(sql: string, values: readonly unknown[]) => Promise<Rows>;

/** How rows of a person are looked for in a database. */
export interface Search {
  readonly data: PersonalData<never>;
  /** Columns of type uuid, as `table.column`: as texts no index would find them. */
  readonly uuids: ReadonlySet<string>;
  /** Whether rows of nobody with one of the registrations count as theirs. */
  readonly byRegistration: boolean;
}

/** What the declaration does not say of the tables that it names. */
export async function searchIn(
  data: PersonalData<never>,
  person: Person,
  query: Query,
): Promise<Search> {
  const rows = await query<{ name: string }[]>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'uuid' AND table_name = ANY($1::text[])`,
    [data.tables.map(({ table }) => table)],
  );
  const byRegistration = person.registrations.length > 0;
  return { data, uuids: new Set(rows.map(({ name }) => name)), byRegistration };
}

/**
 * The condition under which a row is the person's, over the parameters of {@link personParameters}.
 * @param alias how the table is called in the statement
 */
export function isTheirs(search: Search, table: PersonalTable, alias: string): string {
  const column = (name: string): string => `${alias}.${quoted(name)}`;
  const isUuid = (name: string): boolean => search.uuids.has(`${table.table}.${name}`);
  const ways: string[] = [];
  const is = (name: string, parameter: string): string =>
    isUuid(name) ? `${column(name)} = ${parameter}::text::uuid` : `${column(name)} = ${parameter}`;
  if (table.customer !== undefined) ways.push(is(table.customer, '$1'));
  if (table.account !== undefined) ways.push(is(table.account, '$2'));
  const [registration] = table.registration ?? [];
  if (registration !== undefined && search.byRegistration) {
    const nobodys = table.customer === undefined ? '' : ` AND ${column(table.customer)} IS NULL`;
    ways.push(`(${column(registration)} = ANY($3::text[])${nobodys})`);
  }
  if (table.via !== undefined) {
    const { via } = table;
    const parent = search.data.tables.find((candidate) => candidate.table === via.table);
    if (parent === undefined) throw new Error(`${table.table} belongs to unknown ${via.table}.`);
    const outer = `${alias}_of`;
    const type = isUuid(via.column) ? 'uuid' : 'text';
    ways.push(`${column(via.column)} IN (SELECT ${outer}.${quoted(via.key)}::text::${type}
      FROM ${quoted(parent.table)} AS ${outer} WHERE ${isTheirs(search, parent, outer)})`);
  }
  return ways.length === 0 ? 'false' : `(${ways.join(' OR ')})`;
}

/**
 * A text as registrations are looked for in it: in capitals, without what people put between the signs. (`translate`
 * would take four times as long.)
 */
export const spelt = (text: string): string =>
  [...betweenSigns].reduce((so, sign) => `replace(${so}, '${sign}', '')`, `upper(${text})`);

/**
 * The condition under which a text may have one of the registrations among its words, however it is written there.
 * @param text an expression of a text as {@link spelt} gives it
 * @param registrations one of type text[], normalised
 */
export const spells = (text: string, registrations: string): string =>
  `EXISTS (SELECT 1 FROM unnest(${registrations}) AS sought
     WHERE length(sought) >= ${shortestInWords} AND strpos(${text}, sought) > 0)`;

/** $1, $2 and $3 of {@link isTheirs}. */
export const personParameters = (person: Person): [string, string, readonly string[]] => [
  person.customerId,
  person.accountId,
  person.registrations,
];

/** Makes every parameter have a use, as Postgres cannot tell the type of one that has none. */
export const allParameters = `($1::text IS NULL OR $2::text IS NULL OR $3::text[] IS NULL OR true)`;
