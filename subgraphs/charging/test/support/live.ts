import type { Actor } from '@voltpark/contracts';
import type { RunningCharging } from './running.js';

/**
 * Resolves when the stream has told of everything under a key, so that the next snapshot stands behind all that it
 * shows. On a busy machine one may go out with a place before that, and who goes on from there sees again what it had.
 * @param query a subscription to the key by `$id`; its snapshots wait for the stream, so asking again is waiting
 */
export async function caughtUp(
  { subscribe, sql }: Pick<RunningCharging, 'subscribe' | 'sql'>,
  query: string,
  key: string,
  actor: Actor,
): Promise<void> {
  for (;;) {
    const events = subscribe(query, { id: key }, actor);
    const { value } = await events.next();
    await events.return?.();
    const position = value?.extensions?.['position'];
    if (typeof position !== 'number') throw new Error(JSON.stringify(value));
    const ahead = await sql(
      'SELECT FROM outbox WHERE key = $1 AND (stream_seq IS NULL OR stream_seq > $2)',
      [key, position],
    );
    if (ahead.length === 0) return;
  }
}
