import type { Person } from '@voltpark/contracts';
import { z } from 'zod';
import { userError } from '../graphql/errors.js';
import {
  encodeCursor,
  page,
  pageRequest,
  type Connection,
  type PageArguments,
} from '../graphql/connection.js';
import type { RequestContext } from '../graphql/request-context.js';
import type { PersonalData, PersonalTable } from './personal-data.js';
import {
  allParameters,
  identifier as quoted,
  isTheirs,
  personParameters,
  searchIn,
  type Search,
} from './rows.js';

/** A row in which a person stands. */
interface PersonalRecord {
  readonly table: string;
  /** JSON. */
  readonly row: string;
}

interface Placed extends PersonalRecord {
  /** Index of the table, and the row's key as text. */
  readonly place: readonly [number, string];
}

/** Reads rows. */
export type Read = <Rows>(sql: string, values: readonly unknown[]) => Promise<Rows>;

const cursorSchema = z.tuple([z.int().min(0), z.string()]);

/**
 * The resolver of `<context>PersonalRecords`: every row of the declaration that is the asking customer's, or a refusal
 * once they are being forgotten. What was published and waits in the house's own tables says the same once more and is
 * left out.
 */
export function personalRecords(data: PersonalData<never>, read: Read) {
  return async (
    _root: unknown,
    args: PageArguments,
    { request: { actor } }: RequestContext,
  ): Promise<Connection<PersonalRecord>> => {
    const { limit, after } = pageRequest(args, cursorSchema);
    if (actor.customerId === null) return page([], args, () => '');
    // By ids alone: rows of nobody with a registration that was theirs may be those of whoever drives it now.
    const person = { customerId: actor.customerId, accountId: actor.id, registrations: [] };
    const search = await searchIn(data, person, read);
    const rows: Placed[] = [];
    for (const [index, table] of data.tables.entries()) {
      if (rows.length >= limit || index < (after?.[0] ?? 0)) continue;
      const behind = after !== null && index === after[0] ? after[1] : '';
      const found = await rowsOf(search, read, {
        table,
        person,
        behind,
        limit: limit - rows.length,
      });
      rows.push(
        ...found.map(({ key, row }) => ({ table: table.table, row, place: [index, key] as const })),
      );
    }
    await refuseWhenForgetting(read, actor.customerId);
    return page(rows, args, ({ place }) => encodeCursor(place));
  };
}

/**
 * Once an erasure has begun, rows may be gone, and what is left would pass for everything. Looked at after the rows
 * were read, as it is noted before the first of them goes; and it stays noted for as long as the person is heard.
 * @throws GraphQLError BEING_FORGOTTEN
 */
async function refuseWhenForgetting(read: Read, customerId: string): Promise<void> {
  const [begun] = await read<object[]>(
    `SELECT 1 FROM forgetting WHERE step <> 'ASKED' AND person->>'customerId' = $1 LIMIT 1`,
    [customerId],
  );
  if (begun !== undefined) {
    throw userError(
      'You are being forgotten: there is no whole answer any more.',
      'BEING_FORGOTTEN',
    );
  }
}

function rowsOf(
  search: Search,
  read: Read,
  of: {
    readonly table: PersonalTable;
    readonly person: Person;
    readonly behind: string;
    readonly limit: number;
  },
): Promise<{ key: string; row: string }[]> {
  const { table, person, behind, limit } = of;
  return read(rowsStatement(search, table), [...personParameters(person), behind, limit]);
}

/** Rows of a person in a table, over the parameters of {@link personParameters}, the key behind which, and how many. */
export function rowsStatement(search: Search, table: PersonalTable): string {
  const key = `jsonb_build_array(${table.key.map((name) => `t.${quoted(name)}::text`).join(', ')})::text COLLATE "C"`;
  const secrets = (table.secret ?? []).map((name) => `'${name}'`).join(', ');
  return `SELECT ${key} AS key, (to_jsonb(t) - ARRAY[${secrets}]::text[])::text AS row FROM ${quoted(table.table)} AS t
    WHERE ${isTheirs(search, table, 't')} AND ${allParameters} AND ${key} > $4 ORDER BY ${key} LIMIT $5`;
}
