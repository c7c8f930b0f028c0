import { rebuild, type RebuildReport } from '@voltpark/analytics/rebuild';
import type { Envelope } from '@voltpark/contracts';
import { administer, readArchive } from '@voltpark/kit/backbone';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import pg from 'pg';
import { findTargets, UsageError } from '../events-cli/targets.js';
import { tableOf } from '../events-cli/table.js';

export const rebuildUsage = `npm run analytics -- rebuild   builds what analytics knows anew from the archives of all contexts
npm run analytics -- verify    the same beside what is in use, compares, and changes nothing; fails when it differs`;

/** Runs `rebuild` or `verify` on the running system; the result is the exit code. */
export async function rebuildAnalytics(
  command: 'rebuild' | 'verify',
  variables: Readonly<Record<string, string | undefined>>,
  say: (text: string) => void,
): Promise<number> {
  const { databases } = await findTargets(undefined, variables);
  const urlOf = (context: string): string => {
    const url = databases.get(context);
    if (url === undefined) throw new UsageError(`The database of ${context} was not found.`);
    return url;
  };
  const archives = (source: string, types: readonly string[]) => archiveOf(urlOf(source), types);
  const report = await administer(urlOf('analytics'), (tx) =>
    rebuild(tx, archives, { replace: command === 'rebuild' }),
  );
  say(reportText(report));
  return command === 'verify' && report.different.length > 0 ? 1 : 0;
}

/** What a context published, read on a connection of its own. */
async function* archiveOf(
  connectionString: string,
  types: readonly string[],
): AsyncGenerator<Envelope, void, undefined> {
  const client = new pg.Client({ connectionString, application_name: 'voltpark-analytics' });
  await client.connect();
  try {
    const database: SqlExecutor = {
      $queryRawUnsafe: async <Rows>(sql: string, ...values: unknown[]) =>
        (await client.query(sql, values)).rows as Rows,
      $executeRawUnsafe: async (sql, ...values) => (await client.query(sql, values)).rowCount ?? 0,
    };
    yield* readArchive(database, { types });
  } finally {
    await client.end();
  }
}

function reportText({ events, ahead, unheard, live, rebuilt, different }: RebuildReport): string {
  const rows = Object.entries(live).map(([table, before]) => {
    const after = Object.entries(rebuilt).find(([name]) => name === table)?.[1] ?? '';
    return [table, before, after, before === after ? 'identical' : 'DIFFERENT'];
  });
  return [
    tableOf(['projection', 'in use (rows:checksum)', 'rebuilt', ''], rows),
    '',
    `${events} events taken in; ${ahead} are still on their way to the running context; ` +
      `${unheard} are of aggregates that it has never heard of.`,
    different.length === 0 ? 'The content is identical.' : `Different: ${different.join(', ')}.`,
  ].join('\n');
}
