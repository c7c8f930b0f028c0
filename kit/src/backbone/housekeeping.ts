import type { Clock } from '../clock.js';
import type { LeaderSession } from './leadership.js';
import type { BackboneLimits } from './limits.js';

/** Removes inbox and idempotency rows that are past their time, in batches that lock little. Returns how many. */
export async function tidyUp(
  session: LeaderSession,
  clock: Clock,
  limits: BackboneLimits,
): Promise<number> {
  const before = (age: number): Date => new Date(clock.now().getTime() - age);
  const inbox = await prune(
    session,
    limits,
    'inbox',
    'received_at',
    before(limits.inboxRetentionMs),
  );
  const keys = await prune(
    session,
    limits,
    'idempotency',
    'created_at',
    before(limits.idempotencyRetentionMs),
  );
  return inbox + keys;
}

async function prune(
  session: LeaderSession,
  limits: BackboneLimits,
  table: 'inbox' | 'idempotency',
  column: 'received_at' | 'created_at',
  before: Date,
): Promise<number> {
  for (let total = 0; ;) {
    const [row] = await session.query<{ removed: number }>(
      `WITH old AS (SELECT ctid FROM ${table} WHERE ${column} < $1 LIMIT $2),
            gone AS (DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM old) RETURNING 1)
       SELECT count(*)::int AS removed FROM gone`,
      [before, limits.housekeepingBatch],
    );
    const removed = row?.removed ?? 0;
    total += removed;
    if (removed < limits.housekeepingBatch || session.lost.aborted) return total;
  }
}
