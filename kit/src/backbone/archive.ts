import type { Envelope } from '@voltpark/contracts';
import type { SqlExecutor } from '../database/executor.js';
import { envelopeOf, type OutboxRow } from './envelope.js';

/**
 * Everything that a context has ever published, oldest first and in order within each aggregate, read from
 * its outbox: for rebuilding a projection beyond what the stream keeps. Only published events come, so a
 * consumer that reads this and then the stream misses nothing, and knows doubles by the aggregate's version.
 * @param types only these types; all when left out
 */
export async function* readArchive(
  database: SqlExecutor,
  options: { readonly types?: readonly string[]; readonly batch?: number } = {},
): AsyncGenerator<Envelope, void, undefined> {
  const batch = options.batch ?? 1_000;
  let position = '0';
  for (;;) {
    const rows = await database.$queryRawUnsafe<(OutboxRow & { position: string })[]>(
      `SELECT id::text, type, key, aggregate_type, aggregate_id, aggregate_version::text, data, occurred_at,
              tenant_id, actor_id, traceparent, republished, position::text
       FROM outbox WHERE position > $1::bigint AND published_at IS NOT NULL
         AND ($2::jsonb IS NULL OR type IN (SELECT jsonb_array_elements_text($2::jsonb)))
       ORDER BY outbox.position LIMIT $3::int`,
      position,
      options.types === undefined ? null : JSON.stringify(options.types),
      batch,
    );
    for (const row of rows) yield envelopeOf(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return;
    position = last.position;
  }
}
