import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { prunedProjections } from './retention.js';

/** Every table that is a function of events alone. */
export const projections = [
  'facility_fact',
  'occupancy_sample',
  'occupancy_quarter',
  'stay_fact',
  'charging_fact',
  'station_fact',
  'reservation_fact',
  'invoice_fact',
  'invoice_line_fact',
  'payment_fact',
  'event_log',
] as const;
export type Projection = (typeof projections)[number];

/**
 * By table: how many rows, and a sum over all of them that does not depend on their order. Rows that may have been
 * removed because they are past their time do not count.
 */
export type Checksums = Readonly<Record<Projection, string>>;

/** Checksums of the projections in a schema. */
export async function checksums(tx: SqlExecutor, schema: 'public' | 'pg_temp'): Promise<Checksums> {
  // Rows are compared as text, in which instants and numbers stand as the session writes them.
  await tx.$executeRawUnsafe(`SELECT set_config('timezone', 'UTC', true)`);
  const found: Partial<Record<Projection, string>> = {};
  for (const table of projections) {
    const at = prunedProjections[table];
    const kept =
      at === undefined
        ? ''
        : `WHERE t.${at} >= coalesce((SELECT until FROM public.pruned WHERE projection = '${table}'), '-infinity')`;
    const [row] = await tx.$queryRawUnsafe<{ sum: string }[]>(
      `SELECT count(*) || ':' || coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) AS sum
       FROM ${schema}.${table} AS t ${kept}`,
    );
    found[table] = row?.sum ?? '';
  }
  return found as Checksums;
}
