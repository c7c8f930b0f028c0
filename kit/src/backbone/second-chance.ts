import type { SqlExecutor } from '../database/executor.js';
import type { Logger } from '../log.js';
import type { Participation } from './backbone.js';
import { lockLane, removeLetter } from './dead-letters.js';
import { checkedEvent, type Catalog } from './envelope.js';
import { moveOn } from './inbox-rows.js';
import type { Inbox } from './inbox.js';
import type { LeaderSession } from './leadership.js';
import type { Clock } from '../clock.js';

/** A dead letter that is first of its aggregate and due. */
interface Due {
  readonly id: string;
  readonly consumer: string;
  readonly envelope: unknown;
  readonly attempts: number;
}

/**
 * The first letters of their aggregates whose time has come: after their back-off, by a person's word
 * (`attempts` is 0 then), or because what they waited for is gone.
 */
const dueSql = `SELECT id, consumer, envelope, attempts FROM dead_letter AS letter
  WHERE consumer = ANY($1) AND (attempts = 0 OR retry_at <= $2) AND NOT EXISTS (
    SELECT 1 FROM dead_letter AS earlier WHERE earlier.consumer = letter.consumer
      AND earlier.aggregate_type = letter.aggregate_type AND earlier.aggregate_id = letter.aggregate_id
      AND earlier.position < letter.position)
  ORDER BY position LIMIT 100`;

export interface SecondChanceOptions<Tx extends SqlExecutor> {
  readonly session: LeaderSession;
  readonly inboxes: ReadonlyMap<string, Inbox<Tx>>;
  readonly participation: Participation<Tx>;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Tries every dead letter that is due, in the order of its aggregate. An aggregate whose last letter is gone
 * is parked no longer. Returns true when something was tried, as more may be due then.
 */
export async function giveSecondChances<Tx extends SqlExecutor>(
  options: SecondChanceOptions<Tx>,
): Promise<boolean> {
  const { session, inboxes, clock } = options;
  const due = await session.query<Due & Record<string, unknown>>(dueSql, [
    [...inboxes.keys()],
    clock.now(),
  ]);
  for (const letter of due) {
    const inbox = inboxes.get(letter.consumer);
    if (inbox !== undefined) await tryAgain(options, inbox, letter);
  }
  return due.length > 0;
}

async function tryAgain<Tx extends SqlExecutor>(
  options: SecondChanceOptions<Tx>,
  inbox: Inbox<Tx>,
  letter: Due,
): Promise<void> {
  const { participation, catalog, log } = options;
  try {
    await participation.transact(async (tx) => {
      // A replay and a discard of the same letter must not both happen.
      const claimed = await tx.$queryRawUnsafe<unknown[]>(
        `SELECT 1 FROM dead_letter WHERE id = $1::uuid FOR UPDATE`,
        letter.id,
      );
      if (claimed.length === 0) return;
      const event = checkedEvent(letter.envelope, catalog);
      const lane = { consumer: letter.consumer, type: event.aggregatetype, id: event.subject };
      const open = { ...lane, version: await lockLane(tx, lane), parked: true };
      if (await inbox.apply(tx, event, open)) await moveOn(tx, lane.consumer, [open]);
      await removeLetter(tx, letter.id, lane);
    });
    log.info({ letter: letter.id, consumer: letter.consumer }, 'a dead letter was taken in');
  } catch (error) {
    const attempts = letter.attempts + 1;
    const fate = inbox.fateOf(error, attempts);
    log.warn({ letter: letter.id, attempts, reason: fate.reason }, 'a dead letter failed again');
    await participation.transact((tx) =>
      tx.$executeRawUnsafe(
        `UPDATE dead_letter SET attempts = $2::int, reason = $3, retry_at = $4::timestamptz WHERE id = $1::uuid`,
        letter.id,
        attempts,
        fate.reason,
        fate.retryAt ?? null,
      ),
    );
  }
}
