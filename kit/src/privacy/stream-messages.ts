import { JetStreamApiError } from '@nats-io/jetstream';
import type { ContextName } from '@voltpark/contracts';
import { durableConsumer, hasPassed } from '../backbone/durable.js';
import type { LeaderSession } from '../backbone/leadership.js';
import type { NatsLink } from '../backbone/nats-line.js';
import { streamInfo, streamNameOf } from '../backbone/stream.js';

/** The last sequence of each stream, as far as there are streams. */
export async function lastSequences(
  link: NatsLink,
  contexts: readonly ContextName[],
): Promise<Record<ContextName, number>> {
  const marks: Record<ContextName, number> = {};
  for (const context of contexts) {
    const info = await streamInfo(link.jsm, context);
    if (info !== undefined) marks[context] = info.state.last_seq;
  }
  return marks;
}

/** True when this context has taken in what its sources had published when the marks were set. */
export async function hasTakenIn(
  link: NatsLink,
  context: ContextName,
  marks: Readonly<Record<ContextName, number>>,
): Promise<boolean> {
  for (const [source, mark] of Object.entries(marks)) {
    const info = await durableConsumer(link, context, source);
    if (info === undefined || !hasPassed(info, mark)) return false;
  }
  return true;
}

/**
 * Deletes the messages of noted outbox rows from the context's stream, their bytes overwritten. False while a context
 * has not taken some of them in yet: taking a message from under it would be a loss to it.
 */
export async function deleteMessages(
  link: NatsLink,
  session: LeaderSession,
  context: ContextName,
  erasureId: string,
): Promise<boolean> {
  const [pending] = await session.query<{ unpublished: boolean; last: string | null }>(
    `SELECT coalesce(bool_or(outbox.published_at IS NULL), false) AS unpublished, max(stream_seq)::text AS last
     FROM outbox WHERE id::text IN (SELECT unnest(outbox_ids) FROM forgetting WHERE id = $1)`,
    [erasureId],
  );
  // What the relay was reading while it was changed may be on its way in its old form.
  if (pending?.unpublished === true) return false;
  const stream = streamNameOf(context);
  for await (const info of link.jsm.consumers.list(stream)) {
    const isDurable = info.config.durable_name !== undefined;
    if (isDurable && !hasPassed(info, Number(pending?.last ?? 0))) return false;
  }
  // Noted before they are deleted: a stream whose first message is missing would count as emptied before its time.
  await session.query(
    `WITH gone AS (
       SELECT id, stream_seq FROM outbox
       WHERE stream_seq > 0 AND id::text IN (SELECT unnest(outbox_ids) FROM forgetting WHERE id = $1)),
     noted AS (
       UPDATE forgetting SET stream_seqs = stream_seqs || coalesce((SELECT array_agg(stream_seq) FROM gone), '{}')
       WHERE id = $1)
     UPDATE outbox SET stream_seq = 0 WHERE id IN (SELECT id FROM gone)`,
    [erasureId],
  );
  const [noted] = await session.query<{ sequences: string[] }>(
    `SELECT stream_seqs::text[] AS sequences FROM forgetting WHERE id = $1`,
    [erasureId],
  );
  for (const sequence of noted?.sequences ?? [])
    await deleteMessage(link, stream, Number(sequence));
  await session.query(`UPDATE forgetting SET stream_seqs = '{}' WHERE id = $1`, [erasureId]);
  return true;
}

/** Codes of the server for a message that is not there (any more). */
const noMessage = new Set([10_037, 10_057, 10_043]);

async function deleteMessage(link: NatsLink, stream: string, sequence: number): Promise<void> {
  try {
    await link.jsm.streams.deleteMessage(stream, sequence, true);
  } catch (error) {
    if (error instanceof JetStreamApiError && noMessage.has(error.code)) return;
    throw error;
  }
}
