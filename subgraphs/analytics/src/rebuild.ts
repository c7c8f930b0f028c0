/** For the command that builds what analytics knows anew from everything that others ever published. */
import type { ContextName, Envelope } from '@voltpark/contracts';
import { contextOfType } from '@voltpark/contracts';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { checksums, projections, type Checksums } from './db/checksums.js';
import { factsIn } from './db/facts.js';
import { reactions } from './events/react.js';

export interface RebuildReport {
  /** Events that were taken in. */
  readonly events: number;
  /** Events that the running context has still to take in: they are left to it. */
  readonly ahead: number;
  /** Events of aggregates that the running context has never heard of. */
  readonly unheard: number;
  readonly live: Checksums;
  readonly rebuilt: Checksums;
  /** Tables whose content is another. */
  readonly different: readonly string[];
}

/** All that contexts published, each context in its own order; the contexts one after another in any order. */
export type Archives = (source: ContextName, types: readonly string[]) => AsyncIterable<Envelope>;

const all = reactions(factsIn);

/**
 * Builds the projections anew beside those in use, up to the same event of every aggregate, and compares them.
 * With `replace` they then take the place of those in use; until the transaction ends the running context waits with
 * what it takes in, while everybody reads what was. Without it nothing is locked and nothing changes.
 * @param tx a transaction in which nothing was done yet
 */
export async function rebuild(
  tx: SqlExecutor,
  archives: Archives,
  { replace }: { readonly replace: boolean },
): Promise<RebuildReport> {
  if (replace) {
    const tables = projections.map((table) => `public.${table}`).join(', ');
    await tx.$executeRawUnsafe(`LOCK TABLE ${tables} IN SHARE ROW EXCLUSIVE MODE`);
  } else {
    await tx.$executeRawUnsafe('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  }
  const heard = await versionsHeard(tx);
  // Temporary tables come first in the search path: the same statements write here.
  for (const table of projections) {
    await tx.$executeRawUnsafe(
      `CREATE TEMPORARY TABLE ${table} (LIKE public.${table} INCLUDING ALL) ON COMMIT DROP`,
    );
  }
  const counts = await replay(tx, archives, heard, replace);
  const live = await checksums(tx, 'public');
  const rebuilt = await checksums(tx, 'pg_temp');
  if (replace) await takePlace(tx);
  const different = projections.filter((table) => live[table] !== rebuilt[table]);
  return { ...counts, live, rebuilt, different };
}

const aggregateKey = (type: string, id: string): string => `${type}\u0000${id}`;

/** Up to which version of each aggregate events were taken in: by the running context, or by a rebuild. */
async function versionsHeard(tx: SqlExecutor): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.$queryRawUnsafe<{ type: string; id: string; version: number }[]>(
    `SELECT aggregate_type AS type, aggregate_id AS id, max(version)::int AS version
     FROM (SELECT aggregate_type, aggregate_id, version FROM inbox_aggregate
       UNION ALL SELECT aggregate_type, aggregate_id, version FROM rebuilt_aggregate) AS heard
     GROUP BY 1, 2`,
  );
  return new Map(rows.map(({ type, id, version }) => [aggregateKey(type, id), version]));
}

async function replay(
  tx: SqlExecutor,
  archives: Archives,
  heard: ReadonlyMap<string, number>,
  replace: boolean,
) {
  const counts = { events: 0, ahead: 0, unheard: 0 };
  const types = [...new Set(all.map(({ event }) => event.type))];
  for (const source of new Set(types.map(contextOfType))) {
    const ofSource = types.filter((type) => contextOfType(type) === source);
    for await (const event of archives(source, ofSource)) {
      const version = heard.get(aggregateKey(event.aggregatetype, event.subject));
      if (version === undefined) counts.unheard++;
      else if (event.aggregateversion > version) counts.ahead++;
      // What was never heard of is taken in where that repairs something, and left out where it is only compared.
      const isLeftOut = version === undefined ? !replace : event.aggregateversion > version;
      if (isLeftOut) continue;
      if (version === undefined) await noteRebuilt(tx, event);
      counts.events++;
      for (const reaction of all) {
        if (reaction.event.type === event.type) await reaction.handle(event as Envelope<never>, tx);
      }
    }
  }
  return counts;
}

/** Remembers that an aggregate was taken in without the inbox, so that later comparisons go as far. */
async function noteRebuilt(tx: SqlExecutor, event: Envelope): Promise<void> {
  const { aggregatetype, subject, aggregateversion } = event;
  await tx.$executeRawUnsafe(
    `INSERT INTO rebuilt_aggregate AS r (aggregate_type, aggregate_id, version) VALUES ($1, $2, $3::int)
     ON CONFLICT (aggregate_type, aggregate_id) DO UPDATE SET version = greatest(r.version, excluded.version)`,
    ...[aggregatetype, subject, aggregateversion],
  );
}

async function takePlace(tx: SqlExecutor): Promise<void> {
  for (const table of projections) {
    await tx.$executeRawUnsafe(`DELETE FROM public.${table}`);
    await tx.$executeRawUnsafe(`INSERT INTO public.${table} SELECT * FROM pg_temp.${table}`);
  }
}
