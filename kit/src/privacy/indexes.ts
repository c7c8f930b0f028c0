import pg from 'pg';
import { rowsStatement } from './export.js';
import type { PersonalData } from './personal-data.js';
import { personParameters, searchIn } from './rows.js';

/** Whoever it is, the way to their rows is the same. A uuid, as some contexts have them. */
const somebody = {
  customerId: '00000000-0000-7000-8000-000000000000',
  accountId: '00000000-0000-7000-8000-000000000000',
  registrations: [],
};

/**
 * Tables of the declaration whose rows of a person only a look at every row finds; in a spec there have to be none: an
 * archive would take longer the more others there are, until a statement's time is over and nobody gets theirs.
 */
export async function unindexedTables(
  databaseUrl: string,
  data: Pick<PersonalData<never>, 'tables'>,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const read = async <Rows>(sql: string, values: readonly unknown[]) =>
    (await client.query(sql, [...values])).rows as Rows;
  try {
    // Few rows are looked through whatever indexes there are; like this only where nothing else is possible.
    await client.query('SET enable_seqscan = off');
    const search = await searchIn(data, somebody, read);
    const found: string[] = [];
    for (const table of data.tables) {
      const values = [...personParameters(somebody), '', 1];
      const plan = await read<object[]>(`EXPLAIN ${rowsStatement(search, table)}`, values);
      if (JSON.stringify(plan).includes('Seq Scan')) found.push(table.table);
    }
    return found;
  } finally {
    await client.end();
  }
}
