import type { LeaderSession } from '../backbone/leadership.js';
import { valueWithout, type Pseudonyms } from './pseudonyms.js';
import { spells, spelt } from './rows.js';

/** Rows of the outbox that are looked through at a time. */
const outboxBatch = 20_000;

interface Document {
  readonly id: string;
  readonly document: unknown;
}

/**
 * Takes a person out of what the house keeps: events that were published or wait for it, dead letters, answers under
 * idempotency keys, lanes of the inbox. The outbox is looked through from end to end, as events are kept for ever and
 * no index knows whom they name. The ids of changed outbox rows are noted with the erasure, so that their messages can
 * be taken out of the stream.
 */
export async function forgetHouse(
  session: LeaderSession,
  erasureId: string,
  names: Pseudonyms,
): Promise<number> {
  const changed = await forgetOutbox(session, erasureId, names);
  const { customerId, accountId } = names.person;
  const letters = await session.query<Document>(
    `SELECT id::text, envelope AS document FROM dead_letter WHERE ${mentions('envelope')}`,
    needles(names),
  );
  for (const { id, document } of letters) {
    await session.query(`UPDATE dead_letter SET envelope = $2::jsonb WHERE id = $1::uuid`, [
      id,
      JSON.stringify(valueWithout(names, document)),
    ]);
  }
  await session.query(
    `UPDATE dead_letter SET subject = replace(subject, $1, $2), reason = replace(reason, $1, $2),
            aggregate_id = replace(aggregate_id, $1, $2)
     WHERE strpos(subject, $1) + strpos(reason, $1) + strpos(coalesce(aggregate_id, ''), $1) > 0`,
    [customerId, names.id(customerId)],
  );
  // A key serves for a day, and only the one who used it: without its owner it serves nobody.
  await session.query(
    `DELETE FROM idempotency WHERE actor_id IN ($2, $1) OR strpos(coalesce(response::text, ''), $1) > 0
       OR EXISTS (SELECT 1 FROM unnest($3::text[]) AS needle WHERE strpos(coalesce(response::text, ''), '"' || needle || '"') > 0)`,
    [customerId, accountId, names.person.registrations],
  );
  await session.query(`UPDATE inbox_aggregate SET aggregate_id = $2 WHERE aggregate_id = $1`, [
    customerId,
    names.id(customerId),
  ]);
  return changed;
}

/**
 * A quick sieve; what it lets through is looked at field by field. The text is written out once a row (`OFFSET 0` keeps
 * the planner from doing it once a needle), as that is what takes the time.
 */
const mentions = (column: string): string =>
  `(SELECT strpos(said, $1) > 0 OR strpos(said, $2) > 0
      OR EXISTS (SELECT 1 FROM unnest($3::text[]) AS needle WHERE strpos(said, '"' || needle || '"') > 0)
      OR ${spells('spelt', '$3::text[]')}
    FROM (SELECT ${column}::text AS said, ${spelt(`${column}::text`)} AS spelt OFFSET 0) AS once)`;

const needles = ({ person }: Pseudonyms): unknown[] => [
  person.customerId,
  person.accountId,
  person.registrations,
];

async function forgetOutbox(
  session: LeaderSession,
  erasureId: string,
  names: Pseudonyms,
): Promise<number> {
  const { customerId, accountId } = names.person;
  let changed = 0;
  const [end] = await session.query<{ last: string | null }>(
    `SELECT max(position)::text AS last FROM outbox`,
  );
  for (let from = 0; from < Number(end?.last ?? 0); from += outboxBatch) {
    const rows = await session.query<Document & { readonly named: boolean }>(
      `SELECT id::text, data AS document, aggregate_id = $1 OR key = $1 OR actor_id = $2 AS named
       FROM outbox WHERE position > $4 AND position <= $5
         AND (${mentions('data')} OR aggregate_id = $1 OR key = $1 OR actor_id = $2)`,
      [...needles(names), from, from + outboxBatch],
    );
    // A registration that another customer has by now passes the sieve, and nothing of it changes.
    const after = rows
      .map(({ id, document, named }) => ({
        id,
        document,
        named,
        data: valueWithout(names, document),
      }))
      .filter(
        ({ document, named, data }) => named || JSON.stringify(document) !== JSON.stringify(data),
      )
      .map(({ id, data }) => ({ id, data }));
    if (after.length === 0) continue;
    changed += after.length;
    await session.query(
      `WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, data jsonb)),
       noted AS (UPDATE forgetting SET outbox_ids = (
         SELECT array_agg(DISTINCT each) FROM unnest(outbox_ids || (SELECT array_agg(id::text) FROM given)) AS each)
         WHERE id = $2)
       UPDATE outbox SET data = given.data,
         aggregate_id = CASE WHEN aggregate_id = $3 THEN $4 ELSE aggregate_id END,
         key = CASE WHEN key = $3 THEN $4 ELSE key END,
         actor_id = CASE WHEN actor_id = $5 THEN $6 ELSE actor_id END
       FROM given WHERE outbox.id = given.id`,
      [
        JSON.stringify(after),
        erasureId,
        ...[customerId, names.id(customerId), accountId, names.id(accountId)],
      ],
    );
  }
  return changed;
}
