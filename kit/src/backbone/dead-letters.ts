import type { SqlExecutor } from '../database/executor.js';

/** The consumer's name under which events stand that could not even be published. */
export const outboxConsumer = 'outbox';

/** What a person sees of a dead letter. */
export interface DeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  readonly aggregate: string | null;
  /** PARKED waits for a person, RETRYING for its next attempt, WAITING for an earlier event of its aggregate. */
  readonly state: 'PARKED' | 'RETRYING' | 'WAITING';
  readonly attempts: number;
  readonly reason: string;
  readonly parkedAt: Date;
  readonly retryAt: Date | null;
  readonly envelope: unknown;
}

const columns = `id::text, consumer, event_id AS "eventId", type, subject,
  aggregate_type || ' ' || aggregate_id AS aggregate,
  CASE WHEN attempts = 0 THEN 'WAITING' WHEN retry_at IS NULL THEN 'PARKED' ELSE 'RETRYING' END AS state,
  attempts, reason, parked_at AS "parkedAt", retry_at AS "retryAt", envelope`;

/** Dead letters in the order in which they came, all or those of the ids. */
export function listLetters(
  database: SqlExecutor,
  options: { readonly ids?: readonly string[]; readonly limit?: number } = {},
): Promise<DeadLetter[]> {
  return database.$queryRawUnsafe<DeadLetter[]>(
    `SELECT ${columns} FROM dead_letter WHERE $1::text[] IS NULL OR id::text = ANY($1::text[])
     ORDER BY position LIMIT $2::int`,
    options.ids ?? null,
    options.limit ?? 1_000,
  );
}

/**
 * Asks the running context to take letters in again, all or those of the ids: the aggregate of each is tried
 * from its first letter on, in order, with all attempts before it. Events that were never published are
 * published again. Returns how many letters will be tried.
 */
export async function replayLetters(
  tx: SqlExecutor,
  options: { readonly ids?: readonly string[] },
): Promise<number> {
  const chosen = `($1::text[] IS NULL OR chosen.id::text = ANY($1::text[]))`;
  const republished = await tx.$executeRawUnsafe(
    `WITH gone AS (DELETE FROM dead_letter AS chosen WHERE consumer = $2 AND ${chosen} RETURNING event_id)
     UPDATE outbox SET published_at = NULL, stream_seq = NULL WHERE id::text IN (SELECT event_id FROM gone)`,
    options.ids ?? null,
    outboxConsumer,
  );
  const tried = await tx.$executeRawUnsafe(
    `UPDATE dead_letter SET attempts = 0, retry_at = NULL WHERE id IN (
       SELECT letter.id FROM dead_letter AS letter JOIN dead_letter AS chosen
         ON chosen.consumer = letter.consumer AND (chosen.id = letter.id OR (
           chosen.aggregate_type = letter.aggregate_type AND chosen.aggregate_id = letter.aggregate_id))
       WHERE ${chosen})`,
    options.ids ?? null,
  );
  return republished + tried;
}

/** One aggregate as one consumer sees it. */
export interface Lane {
  readonly consumer: string;
  readonly type: string;
  readonly id: string;
}

/** Locks an aggregate of a consumer until the end of the transaction, and tells its last version. */
export async function lockLane(tx: SqlExecutor, lane: Lane): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ version: string }[]>(
    `INSERT INTO inbox_aggregate (consumer, aggregate_type, aggregate_id, version) VALUES ($1, $2, $3, 0)
     ON CONFLICT (consumer, aggregate_type, aggregate_id) DO UPDATE SET version = inbox_aggregate.version
     RETURNING version::text`,
    lane.consumer,
    lane.type,
    lane.id,
  );
  return Number(row?.version ?? 0);
}

/** Removes a letter, and ends the waiting of its aggregate when it was the last. The lane must be locked. */
export async function removeLetter(tx: SqlExecutor, letterId: string, lane: Lane): Promise<void> {
  await tx.$executeRawUnsafe(`DELETE FROM dead_letter WHERE id = $1::uuid`, letterId);
  await tx.$executeRawUnsafe(
    `UPDATE inbox_aggregate SET parked_at = NULL
     WHERE consumer = $1 AND aggregate_type = $2 AND aggregate_id = $3 AND NOT EXISTS (
       SELECT 1 FROM dead_letter WHERE consumer = $1 AND aggregate_type = $2 AND aggregate_id = $3)`,
    lane.consumer,
    lane.type,
    lane.id,
  );
}

/** Discards a letter for good; what waited behind it goes on. False when there is none of that id. */
export async function discardLetter(tx: SqlExecutor, letterId: string): Promise<boolean> {
  const [letter] = await tx.$queryRawUnsafe<
    { consumer: string; aggregate_type: string | null; aggregate_id: string | null }[]
  >(
    `SELECT consumer, aggregate_type, aggregate_id FROM dead_letter WHERE id::text = $1 FOR UPDATE`,
    letterId,
  );
  if (letter === undefined) return false;
  const { consumer, aggregate_type: type, aggregate_id: id } = letter;
  if (consumer === outboxConsumer || type === null || id === null) {
    await tx.$executeRawUnsafe(`DELETE FROM dead_letter WHERE id::text = $1`, letterId);
    return true;
  }
  await lockLane(tx, { consumer, type, id });
  await removeLetter(tx, letterId, { consumer, type, id });
  return true;
}
